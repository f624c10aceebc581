namespace Grpc.Core.Interceptors;

/// <summary>One outgoing call as a client interceptor sees it.</summary>
public readonly struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>Creates a context.</summary>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>The method called.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The virtual host, or null for the channel's own.</summary>
    public string? Host { get; }

    /// <summary>What the caller said about the call.</summary>
    public CallOptions Options { get; }
}
