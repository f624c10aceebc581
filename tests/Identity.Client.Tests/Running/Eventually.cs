using Xunit;

namespace Identity.Client.Tests.Running;

/// <summary>Waits for what happens in the background, by asking again; only a test that hangs ends by time.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> isTrue)
    {
        while (!isTrue()) { await Task.Delay(5, TestContext.Current.CancellationToken); }
    }
}
