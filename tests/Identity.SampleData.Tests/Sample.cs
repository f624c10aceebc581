using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Identity.SampleData.Tests;

/// <summary>What the tests have in common: populations at a fixed end, and observations as text.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset End = new(2025, 6, 30, 12, 0, 0, TimeSpan.Zero);

    // Made once and only read: most tests look at the same 5,000 customers.
    private static readonly Lazy<SampleObservation[]> Default = new(() => [.. Generator().Observations()]);

    public static IReadOnlyList<SampleObservation> Observations => Default.Value;

    public static SampleGenerator Generator(int customers = 5000, ulong seed = 1) =>
        new(new SampleOptions { Customers = customers, Seed = seed, End = End });

    public static string Hash(IEnumerable<SampleObservation> observations)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SampleObservation observation in observations)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Canonical(observation)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Every field, in a fixed order, so that two texts are equal exactly if the observations are.</summary>
    public static string Canonical(SampleObservation observation)
    {
        var text = new StringBuilder();
        Write(text, observation.MessageId);
        Write(text, observation.Source);
        Write(text, observation.OccurredAt.ToString("O", CultureInfo.InvariantCulture));
        Write(text, (double)observation.Level);
        Write(text, (double)observation.Truth);
        foreach (SampleIdentifier identifier in observation.Identifiers)
        {
            Write(text, new object?[] { identifier.Namespace, identifier.Value, identifier.Claimed });
        }

        Write(text, observation.Traits);
        Write(text, observation.Event?.Name);
        Write(text, observation.Event?.Properties);
        foreach (SampleConsent consent in observation.Consents)
        {
            string at = consent.StatedAt.ToString("O", CultureInfo.InvariantCulture);
            Write(text, new object?[] { consent.Channel, consent.Purpose, consent.Granted, at, consent.Proof });
        }

        return text.Append('\n').ToString();
    }

    // Every text is led by its length, so that no two values run into each other.
    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null;");
                break;
            case string s:
                text.Append(CultureInfo.InvariantCulture, $"{s.Length}:{s};");
                break;
            case bool b:
                text.Append(b ? "true;" : "false;");
                break;
            case double d:
                text.Append(d.ToString("R", CultureInfo.InvariantCulture)).Append(';');
                break;
            case IReadOnlyDictionary<string, object?> map:
                WriteMap(text, map);
                break;
            case IEnumerable list:
                WriteList(text, list);
                break;
            default:
                throw new InvalidOperationException($"Values of type {value.GetType()} are not promised.");
        }
    }

    private static void WriteMap(StringBuilder text, IReadOnlyDictionary<string, object?> map)
    {
        text.Append('{');
        foreach ((string key, object? value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Write(text, key);
            Write(text, value);
        }

        text.Append('}');
    }

    private static void WriteList(StringBuilder text, IEnumerable list)
    {
        text.Append('[');
        foreach (object? item in list)
        {
            Write(text, item);
        }

        text.Append(']');
    }
}
