using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Identity.Interop.Server;

namespace Identity.Interop.Client;

/// <summary>The server on the other side.</summary>
/// <param name="PlainPort">Without TLS.</param>
/// <param name="TlsPort">With TLS.</param>
/// <param name="Folder">Where its certificate is.</param>
/// <param name="Lacks">What it cannot do.</param>
internal sealed record Peer(string PlainPort, string TlsPort, string Folder, IReadOnlyList<string> Lacks)
{
    private Uri Address => new($"http://127.0.0.1:{PlainPort}");

    public GrpcChannel Connect() => GrpcChannel.ForAddress(Address);

    /// <summary>Connects so that the messages on the way can be looked at.</summary>
    public GrpcChannel Connect(out FrameRecorder recorder)
    {
        recorder = new FrameRecorder(new SocketsHttpHandler { UseProxy = false });
        return GrpcChannel.ForAddress(Address, new GrpcChannelOptions { HttpHandler = recorder });
    }

    /// <summary>Connects with TLS, trusting the certificate of this run alone.</summary>
    public GrpcChannel ConnectSecurely(CallCredentials? credentials = null)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(TestCertificate.Read(Folder));
        SslClientAuthenticationOptions ssl = new() { CertificateChainPolicy = policy };
        return GrpcChannel.ForAddress($"https://localhost:{TlsPort}", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { UseProxy = false, SslOptions = ssl },
            DisposeHttpClient = true,
            Credentials = credentials is null
                ? ChannelCredentials.SecureSsl
                : ChannelCredentials.Create(ChannelCredentials.SecureSsl, credentials),
        });
    }

    public static TestService.TestServiceClient Client(GrpcChannel channel) => new(channel);
}
