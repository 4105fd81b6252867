//! The reference type, as a contract and as `schemars` sees it.
#![allow(dead_code, reason = "described, never built")]

use driftless::Contract;

/// A support ticket triaged from a customer e-mail
#[derive(Debug, Contract)]
pub struct Ticket {
    /// One-sentence summary of the problem, imperative mood
    pub title: String,
    /// How urgent this is, from tone and deadlines
    pub priority: Priority,
    /// Product area the ticket belongs to
    pub category: Category,
    /// The person who wrote the e-mail
    pub reporter: Person,
    /// Person assigned, or null if nobody is named
    pub assignee: Option<Person>,
    /// ISO-8601 date by which an answer is promised, or null
    pub due_date: Option<String>,
    /// Monetary impact in cents, or null if not mentioned
    pub impact_cents: Option<i64>,
    /// Topic tags, lower case
    pub tags: Vec<String>,
    /// Every product mentioned with its version
    pub products: Vec<Product>,
    /// Steps to reproduce, in order
    pub steps: Vec<String>,
    /// True if personal data is quoted in the e-mail
    pub contains_pii: bool,
    /// Confidence between 0 and 1
    pub confidence: f64,
}

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
pub enum Priority {
    Low,
    Medium,
    High,
    Urgent,
}

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
pub enum Category {
    Billing,
    Authentication,
    Performance,
    DataLoss,
    FeatureRequest,
    Other,
}

#[derive(Debug, Contract)]
pub struct Person {
    pub name: String,
    /// E-mail address or null
    pub email: Option<String>,
}

#[derive(Debug, Contract)]
pub struct Product {
    pub name: String,
    pub version: Option<String>,
    /// Quantity owned
    pub seats: u32,
}

pub mod serde {
    //! The same type for `schemars`.

    /// A support ticket triaged from a customer e-mail
    #[derive(schemars::JsonSchema)]
    pub struct Ticket {
        /// One-sentence summary of the problem, imperative mood
        pub title: String,
        /// How urgent this is, from tone and deadlines
        pub priority: Priority,
        /// Product area the ticket belongs to
        pub category: Category,
        /// The person who wrote the e-mail
        pub reporter: Person,
        /// Person assigned, or null if nobody is named
        pub assignee: Option<Person>,
        /// ISO-8601 date by which an answer is promised, or null
        pub due_date: Option<String>,
        /// Monetary impact in cents, or null if not mentioned
        pub impact_cents: Option<i64>,
        /// Topic tags, lower case
        pub tags: Vec<String>,
        /// Every product mentioned with its version
        pub products: Vec<Product>,
        /// Steps to reproduce, in order
        pub steps: Vec<String>,
        /// True if personal data is quoted in the e-mail
        pub contains_pii: bool,
        /// Confidence between 0 and 1
        pub confidence: f64,
    }

    #[derive(schemars::JsonSchema)]
    #[schemars(rename_all = "snake_case")]
    pub enum Priority {
        Low,
        Medium,
        High,
        Urgent,
    }

    #[derive(schemars::JsonSchema)]
    #[schemars(rename_all = "snake_case")]
    pub enum Category {
        Billing,
        Authentication,
        Performance,
        DataLoss,
        FeatureRequest,
        Other,
    }

    #[derive(schemars::JsonSchema)]
    pub struct Person {
        pub name: String,
        /// E-mail address or null
        pub email: Option<String>,
    }

    #[derive(schemars::JsonSchema)]
    pub struct Product {
        pub name: String,
        pub version: Option<String>,
        /// Quantity owned
        pub seats: u32,
    }
}
