using Grpc.Core.Interceptors;
using Interop.V1;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Identity.Rpc.Tests;

public sealed class InterceptorTests
{
    [Fact]
    public async Task ServerInterceptors_SeeEveryKindOfCall_FirstOneOutermost()
    {
        CallRecord record = new();
        await using EchoServer server = await EchoServer.StartAsync(
            options =>
            {
                options.Interceptors.Add<RecordingInterceptor>("outer");
                options.Interceptors.Add<RecordingInterceptor>("inner");
            },
            services => services.AddSingleton(record));

        await CallAllKindsAsync(server.Client);

        string[] kinds = ["Unary", "ClientStreaming", "ServerStreaming", "Duplex"];
        Assert.Equal(
            kinds.SelectMany(kind =>
                (string[])[$"outer {kind}", $"inner {kind}", $"inner {kind} end", $"outer {kind} end"]),
            record.Lines);
        Assert.Equal(8, record.Disposed);
    }

    [Fact]
    public async Task ServerInterceptor_ThatIsAService_IsUsedAsItIs()
    {
        CallRecord record = new();
        await using EchoServer server = await EchoServer.StartAsync(
            options => options.Interceptors.Add<RecordingInterceptor>(),
            services => services.AddSingleton(new RecordingInterceptor(record, "single")));

        await CallAllKindsAsync(server.Client);

        Assert.Equal(8, record.Lines.Count);
        Assert.Equal(0, record.Disposed);
    }

    [Fact]
    public async Task ClientInterceptors_SeeEveryKindOfCall()
    {
        CallRecord record = new();
        await using EchoServer server = await EchoServer.StartAsync();
        EchoService.EchoServiceClient client = new(server.Channel
            .Intercept(new RecordingInterceptor(record, "outer"), new RecordingInterceptor(record, "inner")));

        await CallAllKindsAsync(client);

        string[] kinds = ["Unary", "ClientStreaming", "ServerStreaming", "Duplex"];
        Assert.Equal(kinds.SelectMany(kind => (string[])[$"outer {kind}", $"inner {kind}"]), record.Lines);
    }

    [Fact]
    public async Task ClientInterceptor_OfMetadata_AddsHeaders()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        EchoService.EchoServiceClient client = new(server.Channel.Intercept(metadata =>
        {
            metadata.Add("authorization", "Bearer key");
            return metadata;
        }));

        await CallAllKindsAsync(client);

        Assert.Equal("Bearer key", server.Probe.Headers!.GetValue("authorization"));
    }

    private static async Task CallAllKindsAsync(EchoService.EchoServiceClient client)
    {
        CancellationToken cancellationToken = Test.Token;
        await client.EchoAsync(new EchoRequest(), cancellationToken: cancellationToken);

        using var collect = client.Collect(cancellationToken: cancellationToken);
        await collect.RequestStream.CompleteAsync();
        await collect;

        using var expand = client.Expand(new EchoRequest(), cancellationToken: cancellationToken);
        Assert.False(await expand.ResponseStream.MoveNext(cancellationToken));

        using var chat = client.Chat(cancellationToken: cancellationToken);
        await chat.RequestStream.CompleteAsync();
        Assert.False(await chat.ResponseStream.MoveNext(cancellationToken));
    }
}
