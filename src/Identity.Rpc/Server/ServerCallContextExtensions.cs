using Identity.Rpc.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>Reaches from a received call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    // Under this key the official package looks as well, for calls that came in another form than gRPC.
    private const string HttpContextKey = "__HttpContext";

    /// <summary>The HTTP request behind a call.</summary>
    /// <exception cref="InvalidOperationException">The call was not received by this server, and whoever received it
    /// did not put the request into <see cref="ServerCallContext.UserState"/>.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is ServerCall call) { return call.Http; }

        return serverCallContext.UserState.TryGetValue(HttpContextKey, out object? http) && http is HttpContext found
            ? found
            : throw new InvalidOperationException("The call was not received over HTTP.");
    }
}
