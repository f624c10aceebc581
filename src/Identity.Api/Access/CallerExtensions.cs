using Grpc.Core;
using Identity.Application.Access;
using Identity.Core;

namespace Identity.Api.Access;

/// <summary>How handlers learn who is calling.</summary>
internal static class CallerExtensions
{
    /// <summary>Who is calling.</summary>
    /// <exception cref="InvariantException">The call was not admitted, which comes before any handler.</exception>
    public static Caller Caller(this ServerCallContext context)
    {
        Caller? caller = AuthenticationInterceptor.CallerOf(context);
        Invariant.Check(caller is not null, "A handler runs only for a caller who was admitted.");
        return caller;
    }
}
