//! TLS in front of a loopback server, with a certificate that no system trusts of itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The certificate's file: for `localhost` and `127.0.0.1`, signed by itself, good until 2126.
pub fn certificate() -> PathBuf {
    folder().join("cert.pem")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tls")
}

fn acceptor(protocol: &str) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_file(certificate()).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(folder().join("key.pem")).expect("a key");
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("known versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate that fits the key");
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

/// Starts a server that speaks HTTP/2 only, gives every request `body` as its answer, and panics on
/// a request without `header`; returns its port.
pub async fn http2(header: &'static str, body: String) -> u16 {
    let acceptor = acceptor("h2");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let own = listener.local_addr().expect("its address").port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a client");
        let stream = acceptor.accept(stream).await.expect("its trust");
        let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
        while let Some(Ok((request, mut respond))) = connection.accept().await {
            assert_eq!(request.version(), http::Version::HTTP_2);
            assert!(request.headers().contains_key(header));
            let response = http::Response::new(());
            let mut out = respond.send_response(response, false).expect("a client");
            out.send_data(body.clone().into(), true).expect("a client");
        }
    });
    own
}

/// Starts a TLS server that passes everything on to `port`; returns its own port.
pub async fn in_front_of(port: u16) -> u16 {
    let acceptor = acceptor("http/1.1");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let own = listener.local_addr().expect("its address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that doesn't trust the certificate hangs up here.
                let Ok(mut outside) = acceptor.accept(stream).await else {
                    return;
                };
                let mut inside = TcpStream::connect(("127.0.0.1", port))
                    .await
                    .expect("the server");
                let _ended = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
            });
        }
    });
    own
}
