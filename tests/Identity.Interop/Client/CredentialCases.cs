using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Identity.Interop.Server;

namespace Identity.Interop.Client;

/// <summary>The cases on credentials, with a token that is agreed upon in place of one from a cloud.</summary>
internal static class CredentialCases
{
    private static readonly CallCredentials Known = CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add("authorization", $"Bearer {TestServiceImpl.Token}");
        return Task.CompletedTask;
    });

    public static async Task OfTheChannel(Peer peer, CancellationToken token)
    {
        using GrpcChannel channel = peer.ConnectSecurely(Known);
        await CheckAsync(channel, credentials: null, TestServiceImpl.UserName, token);
    }

    public static async Task OfTheCall(Peer peer, CancellationToken token)
    {
        using GrpcChannel channel = peer.ConnectSecurely();
        await CheckAsync(channel, Known, TestServiceImpl.UserName, token);
        await CheckAsync(channel, credentials: null, expected: "", token);
    }

    private static async Task CheckAsync(
        GrpcChannel channel,
        CallCredentials? credentials,
        string expected,
        CancellationToken token)
    {
        SimpleRequest request = new() { FillUsername = true, FillOauthScope = true };
        SimpleResponse response = await Peer.Client(channel)
            .UnaryCallAsync(request, new CallOptions(credentials: credentials, cancellationToken: token));
        Expect.Equal(expected, response.Username, "name of the caller");
        Expect.Equal(expected.Length > 0 ? TestServiceImpl.Scope : "", response.OauthScope, "scope of the token");
    }
}
