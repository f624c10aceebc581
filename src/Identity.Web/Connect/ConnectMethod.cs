using Microsoft.AspNetCore.Http;

namespace Identity.Web.Connect;

/// <summary>A method of a service as the Connect protocol serves it. Thread-safe; one for all calls.</summary>
internal abstract class ConnectMethod(string path)
{
    /// <summary>The path of its calls, <c>/package.Service/Method</c>; case matters.</summary>
    public string Path { get; } = path;

    /// <summary>Answers one request for this path.</summary>
    public abstract Task HandleAsync(HttpContext http);
}
