namespace Identity.Interop.Client;

/// <summary>Runs cases one after another and prints what became of them, with the sum last.</summary>
internal sealed class CaseRunner(string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private int _passed;
    private int _failed;
    private int _skipped;

    /// <summary>Runs one case. One that fails does not hide those after it.</summary>
    public async Task RunAsync(string title, Func<CancellationToken, Task> body)
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            await body(patience.Token);
            _passed++;
            Console.WriteLine($"ok    {name} {title}");
        }
        catch (Exception exception)
        {
            _failed++;
            Console.WriteLine($"FAIL  {name} {title}\n{exception}");
        }
    }

    public void Skip(string title, string reason)
    {
        _skipped++;
        Console.WriteLine($"skip: {name} {title}: {reason}");
    }

    /// <summary>Prints the sum.</summary>
    /// <returns>The exit code of the program.</returns>
    public int Finish()
    {
        Console.WriteLine($"{_passed} passed, {_failed} failed, {_skipped} skipped");
        return _failed == 0 ? 0 : 1;
    }
}

/// <summary>A case found something other than it expects.</summary>
internal sealed class CaseFailedException(string message) : Exception(message);

/// <summary>What cases expect.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CaseFailedException($"{what}: expected {expected}, got {actual}");
        }
    }

    public static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what) =>
        Equal(string.Join(' ', expected), string.Join(' ', actual), what);

    /// <summary>Expects a failure of some kind and gives it.</summary>
    public static async Task<T> FailureAsync<T>(Func<Task> action)
        where T : Exception
    {
        try
        {
            await action();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new CaseFailedException("expected a failure, got success");
    }
}
