//! `Plan::items`: the finished items of a list, one by one.

use std::time::Duration;

use driftless::decode::ItemsOf;
use driftless::provider::OpenAi;
use driftless::{Ask, Error, FailureClass, Plan};
use driftless_tests::loopback::{Act, Exchange, Loopback};
use tokio::time::timeout;

use super::super::abort::{APIS, hung_up};
use super::{GOOD, LATE, Line, Order, WRONG, ms, paced, plan, then};

async fn items<T: driftless::decode::Drafted, I: Clone>(
    stream: &mut driftless::ItemStream<'_, T, I>,
) -> (Vec<I>, Option<Error>) {
    let mut items = Vec::new();
    let reading = async {
        while let Some(item) = stream.next().await {
            match item {
                Ok(item) => items.push(item),
                Err(error) => return Some(error),
            }
        }
        None
    };
    let error = timeout(Duration::from_secs(20), reading)
        .await
        .expect("it ends");
    (items, error)
}

#[tokio::test]
async fn items_come_one_by_one() {
    for api in APIS {
        // The third line never ends, and two are there.
        let (two, _) = GOOD.split_once(r#"{"sku":"K-3"#).unwrap();
        let server = Loopback::start([Exchange::any(then(api, two, Act::Hang))]).await;
        let plan = plan(api, &server).build().unwrap();
        let mut stream = plan.items(Ask::new("x"), Order::LINES);
        for sku in ["K-1", "K-2"] {
            let item = timeout(ms(10_000), stream.next()).await.expect("an item");
            assert_eq!(item.unwrap().unwrap().sku, sku, "{api}");
        }
        drop(stream);
        assert!(hung_up(&server).await, "{api}: the connection stays open");
        server.finish();

        let server = Loopback::start([Exchange::any(paced(api, GOOD))]).await;
        let plan = self::plan(api, &server).build().unwrap();
        let mut stream = plan.items(Ask::new("x"), Order::LINES);
        let (lines, error) = items(&mut stream).await;
        assert!(error.is_none(), "{api}");
        let answer = stream.into_answer().unwrap();
        assert_eq!(lines, answer.value.lines, "{api}");
        assert_eq!(lines.len(), 3, "{api}");
        server.finish();
    }
}

#[tokio::test]
async fn no_attempt_follows_an_item_that_was_handed_out() {
    for api in APIS {
        let server = Loopback::start([Exchange::any(then(api, LATE, Act::Hang))]).await;
        let plan = plan(api, &server).repair(2).build().unwrap();
        let mut stream = plan.items(Ask::new("x"), Order::LINES);
        let (lines, error) = items(&mut stream).await;
        let error = error.unwrap();
        assert_eq!(
            (lines.len(), error.class()),
            (2, FailureClass::Drifted),
            "{api}"
        );
        assert_eq!(error.receipt().attempts.len(), 1, "{api}");
        assert!(stream.next().await.is_none(), "{api}");
        assert!(stream.into_answer().is_none(), "{api}");
        server.finish();

        let script = [then(api, WRONG, Act::Hang), paced(api, GOOD)];
        let server = Loopback::start(script.map(Exchange::any)).await;
        let plan = self::plan(api, &server).repair(1).build().unwrap();
        let mut stream = plan.items(Ask::new("x"), Order::LINES);
        let (lines, error) = items(&mut stream).await;
        assert!(error.is_none() && lines.len() == 3, "{api}: {error:?}");
        server.finish();
    }
}

#[tokio::test]
async fn a_list_at_the_root_has_items_too() {
    let text = r#"{"value":[{"sku":"K-1","pieces":12},{"sku":"K-2","pieces":7}]}"#;
    let server = Loopback::start([Exchange::any(paced("responses", text))]).await;
    let model = OpenAi::new("key").base_url(server.url()).model("model-1");
    let plan = Plan::<Ask<Vec<Line>>>::primary(model).build().unwrap();
    let mut stream = plan.items(Ask::new("x"), ItemsOf::all());
    let (lines, error) = items(&mut stream).await;
    assert!(error.is_none() && lines.len() == 2, "{error:?}");
    server.finish();
}
