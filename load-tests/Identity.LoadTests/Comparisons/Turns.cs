using Identity.LoadTests.Arithmetic;

namespace Identity.LoadTests.Comparisons;

/// <summary>Measures two things in turns.</summary>
internal static class Turns
{
    /// <summary>
    /// A B, B A, A B …: who comes first changes, so that neither always profits from what the other left behind.
    /// </summary>
    /// <param name="options">How many rounds.</param>
    /// <param name="measured">Gives the figure of what is judged, for a round; negative rounds warm up.</param>
    /// <param name="reference">Gives that of what it is compared with.</param>
    public static async Task<Rounds> RunAsync(
        LoadOptions options, Func<int, Task<double>> measured, Func<int, Task<double>> reference)
    {
        var left = new List<double>();
        var right = new List<double>();
        for (int round = -options.WarmUpRounds; round < options.Rounds; round++)
        {
            bool isFirst = round % 2 == 0;
            double a = isFirst ? await measured(round) : 0;
            double b = await reference(round);
            if (!isFirst) { a = await measured(round); }
            if (round < 0) { continue; }
            left.Add(a);
            right.Add(b);
        }

        return new Rounds(left, right);
    }
}
