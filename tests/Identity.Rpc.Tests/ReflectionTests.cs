using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Interop.V1;
using Xunit;

namespace Identity.Rpc.Tests;

public sealed class ReflectionTests
{
    [Fact]
    public async Task ListServices_NamesThemAll()
    {
        ServerReflectionResponse answer = await AskAsync(
            new ServerReflectionRequest { Host = "h", ListServices = "*" });

        Assert.Equal(
            ["grpc.health.v1.Health", "interop.v1.EchoService"],
            answer.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal));
        Assert.Equal("h", answer.ValidHost);
        Assert.Equal("*", answer.OriginalRequest.ListServices);
    }

    [Theory]
    [InlineData("interop.v1.EchoService", "echo.proto")]
    [InlineData("interop.v1.EchoService.Chat", "echo.proto")]
    [InlineData("interop.v1.EchoRequest", "echo.proto")]
    [InlineData("interop.v1.EchoRequest.status_code", "echo.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.SERVING", "grpc/health/v1/health.proto")]
    public async Task FileContainingSymbol_FindsWhateverAFileDeclares(string symbol, string file)
    {
        ServerReflectionResponse answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Assert.Equal([file], Names(answer));
    }

    [Fact]
    public async Task Files_ComeWithTheirImports_EachOnceAStream()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using var stream = new ServerReflection.ServerReflectionClient(server.Channel)
            .ServerReflectionInfo(cancellationToken: Test.Token);

        ServerReflectionResponse first = await AskAsync(
            stream, new ServerReflectionRequest { FileByFilename = "importing.proto" });
        ServerReflectionResponse again = await AskAsync(
            stream, new ServerReflectionRequest { FileByFilename = "importing.proto" });

        Assert.Equal(
            ["google/protobuf/descriptor.proto", "google/protobuf/timestamp.proto", "importing.proto"],
            Names(first).Order(StringComparer.Ordinal));
        Assert.Equal(["importing.proto"], Names(again));
    }

    [Fact]
    public async Task Extensions_AreFoundByTypeAndNumber()
    {
        ServerReflectionResponse file = await AskAsync(new ServerReflectionRequest
        {
            FileContainingExtension = new ExtensionRequest
            {
                ContainingType = "google.protobuf.FieldOptions",
                ExtensionNumber = 50_001,
            },
        });
        ServerReflectionResponse numbers = await AskAsync(
            new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.FieldOptions" });

        Assert.Contains("importing.proto", Names(file));
        Assert.Equal([50_001], numbers.AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task Extensions_OfAMessageThatHasNone_AreNone()
    {
        ServerReflectionResponse answer = await AskAsync(
            new ServerReflectionRequest { AllExtensionNumbersOfType = "interop.v1.EchoRequest" });

        Assert.Empty(answer.AllExtensionNumbersResponse.ExtensionNumber);
    }

    public static TheoryData<ServerReflectionRequest, int> Unanswerable => new()
    {
        { new ServerReflectionRequest { FileByFilename = "none.proto" }, 5 },
        { new ServerReflectionRequest { FileContainingSymbol = "none.None" }, 5 },
        { new ServerReflectionRequest { FileContainingExtension = new() { ContainingType = "none" } }, 5 },
        { new ServerReflectionRequest { AllExtensionNumbersOfType = "interop.v1.EchoService" }, 5 },
        { new ServerReflectionRequest(), 3 },
    };

    [Theory]
    [MemberData(nameof(Unanswerable))]
    public async Task Unanswerable_IsSaidInTheAnswer(ServerReflectionRequest question, int code)
    {
        Assert.Equal(code, (await AskAsync(question)).ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task OlderVersion_AnswersTheSame()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using var stream = new Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient(server.Channel)
            .ServerReflectionInfo(cancellationToken: Test.Token);
        await stream.RequestStream.WriteAsync(
            new Grpc.Reflection.V1Alpha.ServerReflectionRequest { FileContainingSymbol = "interop.v1.EchoService" },
            Test.Token);
        Assert.True(await stream.ResponseStream.MoveNext(Test.Token));

        ByteString file = Assert.Single(stream.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
        Assert.Equal(EchoReflection.Descriptor.SerializedData, file);
    }

    private static IEnumerable<string> Names(ServerReflectionResponse answer) =>
        answer.FileDescriptorResponse.FileDescriptorProto
            .Select(file => FileDescriptorProto.Parser.ParseFrom(file).Name);

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using var stream = new ServerReflection.ServerReflectionClient(server.Channel)
            .ServerReflectionInfo(cancellationToken: Test.Token);
        return await AskAsync(stream, question);
    }

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> stream,
        ServerReflectionRequest question)
    {
        await stream.RequestStream.WriteAsync(question, Test.Token);
        Assert.True(await stream.ResponseStream.MoveNext(Test.Token));
        return stream.ResponseStream.Current;
    }
}
