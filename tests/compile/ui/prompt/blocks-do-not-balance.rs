use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "One\n{#each tags}{this}")]
struct Open {
    tags: Vec<String>,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{#if note}\n{note}{/each}")]
struct Crossed {
    note: Option<String>,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}{/if}", system = "{#for tags}x{/for}")]
struct Unknown {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{#each}x{/each}")]
struct NoField {
    tags: Vec<String>,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{#each tags}{#each more}{this}{/each}{/each}")]
struct Nested {
    tags: Vec<String>,
    more: Vec<String>,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{#each tag}{this}{/each} {this}")]
struct Misspelled {
    tags: Vec<String>,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{#each tags}{this}{/each}")]
struct Hidden {
    tags: Vec<String>,
    this: String,
}

fn main() {}
