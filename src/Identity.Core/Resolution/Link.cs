using Identity.Core.Recognition;

namespace Identity.Core.Resolution;

/// <summary>
/// The evidence that two identifiers belong together, by level: a sum over observations, so the order of arrival does
/// not matter. Which of the two is A has no meaning.
/// </summary>
public sealed class Link
{
    public Link(Node a, Node b) => (A, B) = (a, b);

    public Node A { get; }

    public Node B { get; }

    /// <summary>Seen together at level 2, or with a claimed end.</summary>
    public LinkEvidence Device { get; set; }

    /// <summary>Seen together at level 3.</summary>
    public LinkEvidence Remembered { get; set; }

    /// <summary>Seen together at level 4.</summary>
    public LinkEvidence Authenticated { get; set; }

    /// <summary>The sources of the evidence at level 3 and 4.</summary>
    public SourceSet Sources { get; set; } = SourceSet.Empty;

    public bool HasDeviceEnd => A.Rule.IsDevice || B.Rule.IsDevice;

    /// <summary>Both ends were observed together unclaimed at level 3 or 4.</summary>
    public bool IsVouched => !Remembered.IsNone || !Authenticated.IsNone;

    /// <summary>The highest level at which the two were seen together.</summary>
    public RecognitionLevel Level => !Authenticated.IsNone ? RecognitionLevel.Authenticated
        : !Remembered.IsNone ? RecognitionLevel.Remembered : RecognitionLevel.Device;

    /// <summary>
    /// The class by which links are ordered: the level, but levels 3 and 4 are one class where an end is a device.
    /// </summary>
    public RecognitionLevel Class =>
        HasDeviceEnd && Level == RecognitionLevel.Authenticated ? RecognitionLevel.Remembered : Level;

    /// <summary>The evidence in the link's class.</summary>
    public LinkEvidence InClass => Class switch
    {
        RecognitionLevel.Authenticated => Authenticated,
        RecognitionLevel.Remembered => HasDeviceEnd ? Remembered.With(Authenticated) : Remembered,
        _ => Device,
    };

    /// <summary>When the two were first seen together, unclaimed, at level 3 or 4.</summary>
    public DateTimeOffset FirstVouched => Remembered.With(Authenticated).First;

    /// <summary>The end of the stronger rank; in one namespace the smaller text, then the older epoch.</summary>
    public Node Stronger => IsStronger(A, B) ? A : B;

    public Node Weaker => IsStronger(A, B) ? B : A;

    /// <summary>Adds one observation of the pair.</summary>
    public void Add(RecognitionLevel level, DateTimeOffset seenAt, string source)
    {
        switch (level)
        {
            case RecognitionLevel.Authenticated: Authenticated = Authenticated.With(seenAt); break;
            case RecognitionLevel.Remembered: Remembered = Remembered.With(seenAt); break;
            default: Device = Device.With(seenAt); break;
        }

        if (level >= RecognitionLevel.Remembered) { Sources = Sources.With(source); }
    }

    public Node Other(Node end) => ReferenceEquals(end, A) ? B : A;

    internal static bool IsStronger(Node left, Node right)
    {
        if (left.Rule.Rank != right.Rule.Rank) { return left.Rule.Rank < right.Rule.Rank; }
        int order = Utf8Order.Compare(left.Key.Value, right.Key.Value);
        return order < 0 || (order == 0 && left.Key.Epoch < right.Key.Epoch);
    }
}
