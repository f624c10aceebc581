using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Identity.Core;

/// <summary>
/// States what must be true if our own code is right. On in every build: a broken invariant ends the request before
/// anything wrong is stored or shown. Never used for what a caller sent, which is answered with a problem.
/// </summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantException"/> when <paramref name="condition"/> is false.</summary>
    /// <param name="condition">What must be true.</param>
    /// <param name="claim">The claim as a sentence; it may reach a log, so it holds no personal data.</param>
    public static void Check([DoesNotReturnIf(false)] bool condition, string claim)
    {
        if (!condition) { Fail(claim); }
    }

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(string claim) => throw new InvariantException(claim);
}
