using System.Globalization;
using Grpc.Core;
using Identity.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Identity.Rpc.Server;

/// <summary>Writes a status into trailers, or into headers when nothing else is sent.</summary>
internal static class StatusHeaders
{
    // The codes 0 to 16, so that the usual ones cost nothing to write.
    private static readonly string[] Codes =
        [.. Enumerable.Range(0, 17).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    public static void Set(IHeaderDictionary headers, Status status)
    {
        int code = (int)status.StatusCode;
        headers.GrpcStatus = (uint)code < (uint)Codes.Length ? Codes[code] : Codes[(int)StatusCode.Unknown];
        if (status.Detail.Length > 0) { headers.GrpcMessage = StatusMessage.Encode(status.Detail); }
    }
}
