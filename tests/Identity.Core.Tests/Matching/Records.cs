using Identity.Core.Matching;
using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Deduplicating;
using Identity.Core.Matching.Preparing;
using Identity.Core.Tests.Matching.Accuracy;

namespace Identity.Core.Tests.Matching;

/// <summary>Records for tests, and a model that was fitted to made-up ones.</summary>
internal static class Records
{
    private static readonly Lazy<MatchModel> Fitted = new(() => LabelledSets.Fake.Result.Model);
    private static readonly Lazy<MatchModel> FittedDutch = new(() => Dutch(2_000).Run(progress: null).Model);
    private static readonly Lazy<LabelledRecord[]> AllDutch =
        new(() => [.. LabelledSets.Generator().Records().Select(LabelledSets.Dutchman)]);

    /// <summary>Fitted to names, dates, towns and e-mail addresses in English.</summary>
    public static MatchModel EnglishModel => Fitted.Value;

    /// <summary>Fitted to Dutch records with all fields.</summary>
    public static MatchModel Model => FittedDutch.Value;

    public static IReadOnlyList<LabelledRecord> DutchRecords => AllDutch.Value;

    public static MatchRecord Of(params (FieldKind Kind, string Value)[] fields) => Model.Prepare(fields);

    /// <summary>How far two values of one field agree.</summary>
    public static AgreementLevel Compare(FieldKind kind, string left, string right) =>
        Compare(SlotOf(kind), Of((kind, left)), Of((kind, right)));

    public static AgreementLevel Compare(Slot slot, MatchRecord left, MatchRecord right) =>
        RecordComparison.Compare(left, right)[(int)slot];

    /// <summary>The first so many Dutch records, ready to be deduplicated.</summary>
    public static Deduplication Dutch(int count) => Batch(DutchRecords.Take(count));

    public static Deduplication Batch(IEnumerable<LabelledRecord> records, MatchModel? model = null)
    {
        var deduplication = new Deduplication(new DedupeOptions { Reference = LabelledSets.Today, Model = model });
        foreach (LabelledRecord record in records)
        {
            if (!deduplication.TryAdd(record.Id, record.Source, record.Fields))
            {
                throw new InvalidOperationException($"{record.Id} is there twice.");
            }
        }

        return deduplication;
    }

    private static Slot SlotOf(FieldKind kind) => kind switch
    {
        FieldKind.GivenName => Slot.Given,
        FieldKind.FamilyName => Slot.Family,
        FieldKind.BirthDate => Slot.BirthDate,
        FieldKind.Gender => Slot.Gender,
        FieldKind.Email => Slot.Email,
        FieldKind.Phone => Slot.Phone,
        FieldKind.Street => Slot.Street,
        FieldKind.HouseNumber => Slot.HouseNumber,
        FieldKind.Postcode => Slot.Postcode,
        FieldKind.City => Slot.City,
        FieldKind.Region => Slot.Region,
        FieldKind.Suffix => Slot.Suffix,
        FieldKind.Other => Slot.Other1,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
