window.driftlessIndex=[
["enum","Severity","driftless_examples::shop","How soon somebody must look.","contract/Severity.html"],
["value","low","Severity","Within a week.","contract/Severity.html#inside"],
["value","medium","Severity","Within a day.","contract/Severity.html#inside"],
["value","high","Severity","Now.","contract/Severity.html#inside"],
["object","Triage","driftless_examples::shop","What the on-call engineer must know about one support ticket.","contract/Triage.html"],
["field","summary","Triage","One sentence, present tense, no customer names.","contract/Triage.html#field-summary"],
["field","severity","Triage","How soon somebody must look.","contract/Triage.html#field-severity"],
["field","refund_usd","Triage","Refund that the customer asked for, in US dollars; null when none.","contract/Triage.html#field-refund_usd"],
["field","products","Triage","Names of products, as in the catalogue.","contract/Triage.html#field-products"],
["prompt","TriageTicket","driftless_examples::shop","Triages one ticket. ticket","prompt/TriageTicket.html"]
];
