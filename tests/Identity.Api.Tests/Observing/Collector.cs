using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Api.Tests.Observing;

/// <summary>A protobuf message read without its description: fields by number.</summary>
internal sealed class PlainMessage
{
    private readonly List<(int Field, ByteString Bytes)> _parts = [];
    private readonly List<(int Field, ulong Number)> _numbers = [];

    private PlainMessage(CodedInputStream input)
    {
        while (input.ReadTag() is > 0 and uint tag)
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited: _parts.Add((field, input.ReadBytes())); break;
                case WireFormat.WireType.Varint: _numbers.Add((field, input.ReadUInt64())); break;
                default: input.SkipLastField(); break;
            }
        }
    }

    public static PlainMessage Of(byte[] bytes) => new(new CodedInputStream(bytes));

    /// <summary>All messages at the end of a path of field numbers.</summary>
    public IEnumerable<PlainMessage> At(params int[] path) => path.Length == 0 ? [this]
        : Bytes(path[0]).SelectMany(part => Of(part.ToByteArray()).At(path[1..]));

    public string Text(int field) => Bytes(field).FirstOrDefault(ByteString.Empty).ToStringUtf8();

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).FirstOrDefault(ByteString.Empty).Span);

    public ulong Number(int field) => _numbers.FirstOrDefault(number => number.Field == field).Number;

    /// <summary>Attributes (key 1, value 2, of which text 1 or number 3).</summary>
    public IReadOnlyDictionary<string, string> Attributes(int field) => At(field).ToDictionary(
        pair => pair.Text(1), pair => pair.At(2).Select(ValueOf).Single());

    private static string ValueOf(PlainMessage value) =>
        value.Text(1) is { Length: > 0 } text ? text : $"{value.Number(3)}";

    private IEnumerable<ByteString> Bytes(int field) =>
        _parts.Where(part => part.Field == field).Select(part => part.Bytes);
}

/// <summary>A collector that takes traces and metrics over HTTP, as OpenTelemetry sends them.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Key, byte[] Body)> _requests = new();

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>What came for a path, with its key.</summary>
    public IReadOnlyList<(string Key, PlainMessage Message)> At(string path) =>
    [
        .. _requests.Where(request => request.Path == path)
            .Select(request => (request.Key, PlainMessage.Of(request.Body))),
    ];

    /// <param name="answer">Instead of taking what comes; null to take it.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<Collector> StartAsync(RequestDelegate? answer, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var collector = new Collector(app);
        app.Run(answer ?? collector.TakeAsync);
        await app.StartAsync(cancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _requests.Enqueue((context.Request.Path, context.Request.Headers["x-key"].ToString(), body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
