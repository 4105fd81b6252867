use driftless::Contract;

trait Named {}

impl Named for User {}

#[derive(Contract)]
struct Owned<T: Named> {
    all: Vec<T>,
}

#[derive(Contract)]
struct User {
    owned: Owned<User>,
}

fn main() {}
