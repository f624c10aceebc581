using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Identity.Web.OpenApi;

/// <summary>Serves the description of the methods that can be called with JSON.</summary>
public static class OpenApiExtensions
{
    /// <summary>Where the description is.</summary>
    public const string Path = "/openapi.json";

    /// <summary>
    /// Maps an OpenAPI 3.1 document, which anybody may read: it holds the contract and nothing else. It is written when
    /// it is first asked for.
    /// </summary>
    /// <param name="endpoints">Where it is served.</param>
    /// <param name="keyed">Reads the services that are called with a key.</param>
    /// <param name="open">Those that are called without one.</param>
    public static void MapOpenApiDocument(
        this IEndpointRouteBuilder endpoints, Func<IReadOnlyList<ServiceDescriptor>> keyed,
        IReadOnlyList<ServiceDescriptor> open)
    {
        var document = new Lazy<byte[]>(() => OpenApiDocument.Write(keyed(), open));
        endpoints.MapMethods(Path, [HttpMethods.Get], async context =>
        {
            byte[] bytes = document.Value;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        });
    }
}
