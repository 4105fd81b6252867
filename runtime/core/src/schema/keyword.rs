//! The closed list of schema keywords that driftless writes.

/// A keyword of JSON Schema that driftless writes; every dialect's table has a row for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Keyword {
    /// `type`
    Type,
    /// `properties`
    Properties,
    /// `required`
    Required,
    /// `additionalProperties`
    AdditionalProperties,
    /// `items`
    Items,
    /// `anyOf`
    AnyOf,
    /// `allOf`
    AllOf,
    /// `$ref`
    Ref,
    /// `$defs`
    Defs,
    /// `const`
    Const,
    /// `enum`
    Enum,
    /// `description`
    Description,
    /// `examples`
    Examples,
    /// `title`
    Title,
    /// `$schema`
    Schema,
    /// `minLength`
    MinLength,
    /// `maxLength`
    MaxLength,
    /// `pattern`
    Pattern,
    /// `format`
    Format,
    /// `minimum`
    Minimum,
    /// `maximum`
    Maximum,
    /// `exclusiveMinimum`
    ExclusiveMinimum,
    /// `exclusiveMaximum`
    ExclusiveMaximum,
    /// `multipleOf`
    MultipleOf,
    /// `minItems`
    MinItems,
    /// `maxItems`
    MaxItems,
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties,
    /// `maxProperties`
    MaxProperties,
}

impl Keyword {
    /// Every keyword, in the order of the reference table.
    pub const ALL: &'static [Self] = &[
        Self::Type,
        Self::Properties,
        Self::Required,
        Self::AdditionalProperties,
        Self::Items,
        Self::AnyOf,
        Self::AllOf,
        Self::Ref,
        Self::Defs,
        Self::Const,
        Self::Enum,
        Self::Description,
        Self::Examples,
        Self::Title,
        Self::Schema,
        Self::MinLength,
        Self::MaxLength,
        Self::Pattern,
        Self::Format,
        Self::Minimum,
        Self::Maximum,
        Self::ExclusiveMinimum,
        Self::ExclusiveMaximum,
        Self::MultipleOf,
        Self::MinItems,
        Self::MaxItems,
        Self::UniqueItems,
        Self::MinProperties,
        Self::MaxProperties,
    ];

    /// Returns the keyword in a schema.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Properties => "properties",
            Self::Required => "required",
            Self::AdditionalProperties => "additionalProperties",
            Self::Items => "items",
            Self::AnyOf => "anyOf",
            Self::AllOf => "allOf",
            Self::Ref => "$ref",
            Self::Defs => "$defs",
            Self::Const => "const",
            Self::Enum => "enum",
            Self::Description => "description",
            Self::Examples => "examples",
            Self::Title => "title",
            Self::Schema => "$schema",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::Format => "format",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::ExclusiveMinimum => "exclusiveMinimum",
            Self::ExclusiveMaximum => "exclusiveMaximum",
            Self::MultipleOf => "multipleOf",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
        }
    }
}
