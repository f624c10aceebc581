using System.Buffers;
using System.IO.Pipelines;
using Identity.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Identity.LoadTests.Serving;

/// <summary>
/// The least that Kestrel can do for an answer that looks like that of a health check: it reads the request's bytes,
/// and writes the same bytes, headers and trailers every time. No routing, no messages, no deadline, no measuring.
/// </summary>
internal static class BareServer
{
    // A frame with HealthCheckResponse { status: SERVING }.
    private static readonly byte[] Answer = [0, 0, 0, 0, 2, 8, 1];

    /// <summary>Serves until the process is told to stop.</summary>
    public static async Task RunAsync(int port, int httpPort, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // The very limits of the service.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Transport.Configure(
            kestrel, new ServerOptions { GrpcPort = port, HttpPort = httpPort }, Transport.ConnectionsMax));
        WebApplication app = builder.Build();
        app.Run(AnswerAsync);
        await using (app.ConfigureAwait(false))
        {
            await app.RunAsync(cancellationToken);
        }
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        PipeReader body = http.Request.BodyReader;
        ReadResult read;
        do
        {
            read = await body.ReadAsync(http.RequestAborted);
            body.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);

        http.Response.ContentType = "application/grpc";
        http.Response.BodyWriter.Write(Answer);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
