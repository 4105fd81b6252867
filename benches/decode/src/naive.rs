//! A strict decoder as one would write it by hand on `jiter`: unknown, missing and repeated keys
//! are errors.

use jiter::{Jiter, JiterError, NumberInt, Peek};

use crate::types::{CurrencyTwin, CustomerTwin, LineTwin, StatusTwin, Twin};

type Result<T> = std::result::Result<T, Failed>;

#[derive(Debug)]
#[allow(dead_code, reason = "what failed is only printed, by `Debug`")]
pub enum Failed {
    Json(JiterError),
    Shape(&'static str),
}

impl From<JiterError> for Failed {
    fn from(error: JiterError) -> Self {
        Self::Json(error)
    }
}

fn object(
    json: &mut Jiter<'_>,
    mut member: impl FnMut(&mut Jiter<'_>, &str) -> Result<()>,
) -> Result<()> {
    let mut key = json.next_object()?.map(str::to_owned);
    while let Some(name) = key {
        member(json, &name)?;
        key = json.next_key()?.map(str::to_owned);
    }
    Ok(())
}

fn put<T>(slot: &mut Option<T>, value: T) -> Result<()> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Failed::Shape("twice")),
    }
}

fn int(json: &mut Jiter<'_>) -> Result<i64> {
    match json.next_int()? {
        NumberInt::Int(value) => Ok(value),
        _ => Err(Failed::Shape("too large")),
    }
}

fn optional(json: &mut Jiter<'_>) -> Result<Option<String>> {
    if json.peek()? == Peek::Null {
        json.next_null()?;
        return Ok(None);
    }
    Ok(Some(json.next_str()?.to_owned()))
}

fn line(json: &mut Jiter<'_>) -> Result<LineTwin> {
    let (mut sku, mut description, mut qty, mut cents, mut weight, mut status, mut tags) =
        (None, None, None, None, None, None, None);
    object(json, |json, key| match key {
        "sku" => put(&mut sku, json.next_str()?.to_owned()),
        "description" => put(&mut description, json.next_str()?.to_owned()),
        "qty" => put(
            &mut qty,
            u32::try_from(int(json)?).map_err(|_| Failed::Shape("range"))?,
        ),
        "unit_cents" => put(&mut cents, int(json)?),
        "weight_kg" => put(&mut weight, json.next_float()?),
        "status" => put(
            &mut status,
            match json.next_str()? {
                "Open" => StatusTwin::Open,
                "Shipped" => StatusTwin::Shipped,
                "Returned" => StatusTwin::Returned,
                _ => return Err(Failed::Shape("status")),
            },
        ),
        "tags" => {
            let mut all = Vec::new();
            let mut next = json.next_array()?;
            while next.is_some() {
                all.push(json.next_str()?.to_owned());
                next = json.array_step()?;
            }
            put(&mut tags, all)
        }
        _ => Err(Failed::Shape("unknown")),
    })?;
    let missing = Failed::Shape("missing");
    match (sku, description, qty, cents, weight, status, tags) {
        (
            Some(sku),
            Some(description),
            Some(qty),
            Some(unit_cents),
            Some(weight_kg),
            Some(status),
            Some(tags),
        ) => Ok(LineTwin {
            sku,
            description,
            qty,
            unit_cents,
            weight_kg,
            status,
            tags,
        }),
        _ => Err(missing),
    }
}

fn customer(json: &mut Jiter<'_>) -> Result<CustomerTwin> {
    let (mut name, mut email) = (None, None);
    object(json, |json, key| match key {
        "name" => put(&mut name, json.next_str()?.to_owned()),
        "email" => put(&mut email, optional(json)?),
        _ => Err(Failed::Shape("unknown")),
    })?;
    match (name, email) {
        (Some(name), Some(email)) => Ok(CustomerTwin { name, email }),
        _ => Err(Failed::Shape("missing")),
    }
}

pub fn decode(bytes: &[u8]) -> Result<Twin> {
    let mut json = Jiter::new(bytes);
    let (mut id, mut who, mut total, mut currency, mut lines, mut paid, mut note) =
        (None, None, None, None, None, None, None);
    object(&mut json, |json, key| match key {
        "order_id" => put(&mut id, json.next_str()?.to_owned()),
        "customer" => put(&mut who, customer(json)?),
        "total_cents" => put(&mut total, int(json)?),
        "currency" => put(
            &mut currency,
            match json.next_str()? {
                "Usd" => CurrencyTwin::Usd,
                "Eur" => CurrencyTwin::Eur,
                "Gbp" => CurrencyTwin::Gbp,
                _ => return Err(Failed::Shape("currency")),
            },
        ),
        "lines" => {
            let mut all = Vec::new();
            let mut next = json.next_array()?;
            while next.is_some() {
                all.push(line(json)?);
                next = json.array_step()?;
            }
            put(&mut lines, all)
        }
        "paid" => put(&mut paid, json.next_bool()?),
        "note" => put(&mut note, optional(json)?),
        _ => Err(Failed::Shape("unknown")),
    })?;
    json.finish()?;
    match (id, who, total, currency, lines, paid, note) {
        (
            Some(order_id),
            Some(customer),
            Some(total_cents),
            Some(currency),
            Some(lines),
            Some(paid),
            Some(note),
        ) => Ok(Twin {
            order_id,
            customer,
            total_cents,
            currency,
            lines,
            paid,
            note,
        }),
        _ => Err(Failed::Shape("missing")),
    }
}
