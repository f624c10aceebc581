namespace Identity.Simulation.Tests.Histories;

/// <summary>Makes a failing history as small as it can while it still fails.</summary>
internal static class Shrinker
{
    public static History Shrink(History history, Func<History, bool> fails)
    {
        bool shrunk = true;
        while (shrunk)
        {
            shrunk = false;
            foreach (History smaller in Smaller(history))
            {
                if (!fails(smaller)) { continue; }
                (history, shrunk) = (smaller, true);
                break;
            }
        }

        return history;
    }

    private static IEnumerable<History> Smaller(History history)
    {
        // From the end, halves first: a long history gets short quickly.
        for (int size = history.Sent.Count / 2; size > 1; size /= 2)
        {
            for (int from = 0; from + size <= history.Sent.Count; from += size)
            {
                int first = from;
                int count = size;
                yield return history with
                {
                    Sent = [.. history.Sent.Where((_, place) => place < first || place >= first + count)],
                };
            }
        }

        for (int index = history.Sent.Count - 1; index >= 0; index--) { yield return history.WithoutSent(index); }
        for (int index = 0; index < history.Decisions.Count; index++) { yield return history.WithoutDecision(index); }
    }
}
