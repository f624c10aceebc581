namespace Identity.Core.Resolution;

/// <summary>
/// Two identifiers whose records in systems of record look like one person's. The weakest evidence there is: it is
/// walked last, joins nothing that a constraint keeps apart, and nothing that is reached across it is released to a
/// website. Which of the two is A has no meaning. Immutable.
/// </summary>
public sealed class FuzzyLink
{
    /// <summary>How many steps a bit of score has: scores are rounded before they decide anything.</summary>
    public const int GradesPerBit = 16;

    /// <summary>Two links of the same pair are never in one graph.</summary>
    /// <param name="a">One identifier.</param>
    /// <param name="b">The other.</param>
    /// <param name="grade">The score, in steps of 1/16 bit.</param>
    public FuzzyLink(Node a, Node b, int grade)
    {
        Invariant.Check(!ReferenceEquals(a, b), "An identifier does not look like itself.");
        (A, B, Grade) = (a, b, grade);
    }

    public Node A { get; }

    public Node B { get; }

    /// <summary>The score, in steps of 1/16 bit.</summary>
    public int Grade { get; }

    /// <summary>The end of the stronger rank; in one namespace the smaller text, then the older epoch.</summary>
    public Node Stronger => Link.IsStronger(A, B) ? A : B;

    public Node Weaker => Link.IsStronger(A, B) ? B : A;

    /// <summary>A score in bits as a grade, rounded to the nearest, halves away from zero.</summary>
    public static int GradeOf(double bits) =>
        (int)Math.Clamp(Math.Round(bits * GradesPerBit, MidpointRounding.AwayFromZero), -1e6, 1e6);

    /// <summary>A grade as bits.</summary>
    public static double BitsOf(int grade) => (double)grade / GradesPerBit;
}
