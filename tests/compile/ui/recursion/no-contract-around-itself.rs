use driftless::Contract;

struct Id<T> {
    id: String,
    of: std::marker::PhantomData<T>,
}

#[derive(Contract)]
struct User {
    id: Id<User>,
}

fn main() {}
