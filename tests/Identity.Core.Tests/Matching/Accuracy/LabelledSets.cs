using System.Globalization;
using Identity.Core.Matching;
using Identity.SampleData;

namespace Identity.Core.Tests.Matching.Accuracy;

/// <summary>The labelled records, with what their columns are. No set has settings of its own.</summary>
internal static class LabelledSets
{
    public static readonly DateOnly Today = new(2026, 11, 22);

    private static readonly (string Column, FieldKind Kind)[] FebrlColumns =
    [
        ("given_name", FieldKind.GivenName), ("surname", FieldKind.FamilyName),
        ("street_number", FieldKind.HouseNumber), ("address_1", FieldKind.Street), ("address_2", FieldKind.Other),
        ("suburb", FieldKind.City), ("postcode", FieldKind.Postcode), ("state", FieldKind.Region),
        ("date_of_birth", FieldKind.BirthDate),
    ];

    private static readonly (string Column, FieldKind Kind)[] FakeColumns =
    [
        ("first_name", FieldKind.GivenName), ("surname", FieldKind.FamilyName), ("dob", FieldKind.BirthDate),
        ("city", FieldKind.City), ("email", FieldKind.Email),
    ];

    private static readonly (string Column, FieldKind Kind)[] HistoricalColumns =
    [
        ("full_name", FieldKind.FullName), ("first_name", FieldKind.GivenName), ("surname", FieldKind.FamilyName),
        ("dob", FieldKind.BirthDate), ("birth_place", FieldKind.City), ("postcode_fake", FieldKind.Postcode),
        ("gender", FieldKind.Gender), ("occupation", FieldKind.Other),
    ];

    public static LabelledSet Febrl3 { get; } =
        new("febrl3", isLinked: false, () => Febrl("dataset3.csv", source: 0));

    public static LabelledSet Febrl4 { get; } = new(
        "febrl4", isLinked: true, () => Febrl("dataset4a.csv", source: 0).Concat(Febrl("dataset4b.csv", source: 1)));

    public static LabelledSet Fake { get; } =
        new("fake_1000", isLinked: false, () => Clustered("fake_1000.csv", FakeColumns));

    public static LabelledSet Historical { get; } = new(
        "historical_50k_dev", isLinked: false, () => Clustered("historical_50k_dev.csv", HistoricalColumns));

    public static LabelledSet Dutch { get; } =
        new("dutch", isLinked: false, () => Generator().Records().Select(Dutchman));

    /// <summary>20,000 records of made-up Dutch persons.</summary>
    public static RecordGenerator Generator() => new(new RecordOptions { Count = 20_000 });

    public static LabelledRecord Dutchman(SampleRecord record) => new(
        record.RecordId,
        0,
        record.Person.ToString(CultureInfo.InvariantCulture),
        [
            (FieldKind.Initials, record.Initials), (FieldKind.GivenName, record.FirstName),
            (FieldKind.FamilyPrefix, record.Prefix), (FieldKind.FamilyName, record.LastName),
            (FieldKind.Gender, record.Gender), (FieldKind.BirthDate, record.BirthDate), (FieldKind.Email, record.Email),
            (FieldKind.Phone, record.Phone), (FieldKind.Street, record.Street),
            (FieldKind.HouseNumber, record.HouseNumber), (FieldKind.HouseNumberAddition, record.Addition),
            (FieldKind.Postcode, record.Postcode), (FieldKind.City, record.City), (FieldKind.Country, record.Country),
        ]);

    public static LabelledSet Of(string name) => name switch
    {
        "febrl3" => Febrl3,
        "febrl4" => Febrl4,
        "fake_1000" => Fake,
        "historical_50k_dev" => Historical,
        "dutch" => Dutch,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static IEnumerable<LabelledRecord> Febrl(string file, int source) =>
        LabelledTable.Rows(file).Select(row =>
            new LabelledRecord(row["rec_id"], source, row["rec_id"].Split('-')[1], Fields(row, FebrlColumns)));

    private static IEnumerable<LabelledRecord> Clustered(string file, (string, FieldKind)[] columns) =>
        LabelledTable.Rows(file).Select(row =>
            new LabelledRecord(row["unique_id"], 0, row["cluster"], Fields(row, columns)));

    private static (FieldKind Kind, string Value)[] Fields(
        Dictionary<string, string> row, (string Column, FieldKind Kind)[] columns) =>
        [.. columns.Select(column => (column.Kind, row.GetValueOrDefault(column.Column, "")))];
}
