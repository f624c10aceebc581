namespace Identity.Core.Identifiers;

/// <summary>
/// An identifier: a namespace, a normalised value, and the epoch that began at a moment. Two identifiers that mean the
/// same are equal by value.
/// </summary>
/// <param name="Namespace">The namespace's name.</param>
/// <param name="Value">The value in the form in which its namespace compares it.</param>
/// <param name="Epoch">
/// When the epoch began, in microseconds since 1970; 0 for the first. What was seen at that very moment still belongs
/// to the epoch before.
/// </param>
public readonly record struct IdentifierKey(string Namespace, string Value, long Epoch)
{
    public override string ToString() => Epoch == 0 ? $"{Namespace}:{Value}" : $"{Namespace}:{Value}@{Epoch}";
}
