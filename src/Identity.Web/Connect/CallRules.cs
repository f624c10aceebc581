using Microsoft.AspNetCore.Http;

namespace Identity.Web.Connect;

/// <summary>What holds for every call.</summary>
/// <param name="Time">For deadlines.</param>
/// <param name="Budget">The memory that requests may hold.</param>
/// <param name="Admit">
/// Asked before anything of a body is read: how many bytes it may have, decompressed. Throws an
/// <see cref="Grpc.Core.RpcException"/> when the call may not be made.
/// </param>
internal sealed record CallRules(TimeProvider Time, BodyBudget Budget, Func<HttpContext, int> Admit);
