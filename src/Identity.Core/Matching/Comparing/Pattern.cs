namespace Identity.Core.Matching.Comparing;

/// <summary>How far two records agree, slot by slot: four bits each.</summary>
internal readonly record struct Pattern(ulong Bits)
{
    public AgreementLevel this[int slot] => (AgreementLevel)((Bits >> (slot * 4)) & 15);

    public Pattern With(int slot, AgreementLevel level) => new(Bits | ((ulong)level << (slot * 4)));
}
