using Connectrpc.Conformance.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Identity.Interop.Server;

/// <summary>Answers every definition a little wrong. Whoever judges servers has to notice each time.</summary>
internal sealed class WrongConformanceService : ConformanceServiceImpl
{
    private static readonly ByteString Extra = ByteString.CopyFromUtf8("!");

    public override Task<UnimplementedResponse> Unimplemented(
        UnimplementedRequest request,
        ServerCallContext context) => Task.FromResult(new UnimplementedResponse());

    protected override UnaryResponseDefinition Defined(UnaryResponseDefinition? definition)
    {
        UnaryResponseDefinition twisted = base.Defined(definition);
        Twist(twisted.ResponseHeaders, twisted.ResponseTrailers);
        if (twisted.Error is null) { twisted.ResponseData = Twist(twisted.ResponseData); }

        Twist(twisted.Error);
        twisted.ResponseDelayMs = 0;
        return twisted;
    }

    protected override StreamResponseDefinition Defined(StreamResponseDefinition? definition)
    {
        StreamResponseDefinition twisted = base.Defined(definition);
        Twist(twisted.ResponseHeaders, twisted.ResponseTrailers);
        for (int index = 0; index < twisted.ResponseData.Count; index++)
        {
            twisted.ResponseData[index] = Twist(twisted.ResponseData[index]);
        }

        if (twisted.ResponseData.Count == 0) { twisted.ResponseData.Add(Extra); }

        Twist(twisted.Error);
        twisted.ResponseDelayMs = 0;
        return twisted;
    }

    private static void Twist(params IEnumerable<Header>[] metadata)
    {
        foreach (Header header in metadata.SelectMany(headers => headers)) { header.Value[0] += "!"; }
    }

    private static void Twist(Error? error)
    {
        if (error is null) { return; }

        error.Code ^= 1;
        error.Message += "!";
    }

    private static ByteString Twist(ByteString data) => ByteString.CopyFrom([.. data.Span, .. Extra.Span]);
}
