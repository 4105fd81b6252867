//! Where each vendor's API is, and the environment variable that names another place for it.

/// The address of an API.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address {
    /// The provider's name.
    vendor: &'static str,
    /// The vendor's own base URL.
    pub(super) url: &'static str,
    /// The environment variable by which `from_env` is sent elsewhere, such as to a proxy.
    pub(super) variable: &'static str,
}

/// The variable is that of the SDK (openai-python README, 2026-11).
pub(super) const OPENAI: Address = Address {
    vendor: "openai",
    url: "https://api.openai.com/v1",
    variable: "OPENAI_BASE_URL",
};

/// The variable is that of the SDK (anthropic-sdk-python README, 2026-11).
pub(super) const ANTHROPIC: Address = Address {
    vendor: "anthropic",
    url: "https://api.anthropic.com",
    variable: "ANTHROPIC_BASE_URL",
};

/// The variable is that of the SDK (python-genai README, 2026-11).
pub(super) const GEMINI: Address = Address {
    vendor: "gemini",
    url: "https://generativelanguage.googleapis.com",
    variable: "GOOGLE_GEMINI_BASE_URL",
};

/// The SDK has no variable (client-python, 2026-11); this is the usual one.
pub(super) const MISTRAL: Address = Address {
    vendor: "mistral",
    url: "https://api.mistral.ai/v1",
    variable: "MISTRAL_BASE_URL",
};

/// There is no SDK (api-docs.deepseek.com, 2026-11); this is the usual variable.
pub(super) const DEEPSEEK: Address = Address {
    vendor: "deepseek",
    url: "https://api.deepseek.com",
    variable: "DEEPSEEK_BASE_URL",
};

/// The SDK's `DASHSCOPE_HTTP_BASE_URL` is the address of another API, the native one
/// (dashscope-sdk-python, 2026-11).
pub(super) const QWEN: Address = Address {
    vendor: "qwen",
    url: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    variable: "DASHSCOPE_BASE_URL",
};

/// The usual variable (public programs, 2026-11).
pub(super) const OPENROUTER: Address = Address {
    vendor: "openrouter",
    url: "https://openrouter.ai/api/v1",
    variable: "OPENROUTER_BASE_URL",
};

/// The usual variable (public programs, 2026-11).
pub(super) const PORTKEY: Address = Address {
    vendor: "portkey",
    url: "https://api.portkey.ai/v1",
    variable: "PORTKEY_BASE_URL",
};

/// By the form of the others.
pub(super) const TOKENMIX: Address = Address {
    vendor: "tokenmix",
    url: "https://api.tokenmix.ai/v1",
    variable: "TOKENMIX_BASE_URL",
};

const ALL: [Address; 9] = [
    OPENAI, ANTHROPIC, GEMINI, MISTRAL, DEEPSEEK, QWEN, OPENROUTER, PORTKEY, TOKENMIX,
];

/// Returns `true` if `base_url` is the own one of this vendor, so that its models are the vendor's.
pub(crate) fn is_own(vendor: &str, base_url: &str) -> bool {
    let base_url = base_url.trim_end_matches('/');
    let mut all = ALL.iter();
    all.any(|address| address.vendor == vendor && address.url == base_url)
}
