using System.Text.Json;
using Identity.Core.Profiles;

namespace Identity.Stores.Conformance;

/// <summary>
/// Answers of stores as text, equal exactly when they mean the same: some records hold collections, and are not equal
/// by value.
/// </summary>
internal static class StoredText
{
    // A member added to a record is compared at once, without anybody having to think of it.
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public static string Of(Summary? summary) => summary is null ? "none" : SummaryText.Write(summary);

    public static string Of(SummaryRecord record) => $"{record.SubjectId} {record.OwnerId} {Of(record.Summary)}";

    public static string Of(ObservationRecord? record) => OfMembers(record);

    public static string Of(IdentifierRecord? record) => OfMembers(record);

    public static string Of(LinkRecord record) => OfMembers(record);

    public static string Of(WorkspaceRecord record) => OfMembers(record);

    public static string Of(KeyRecord record) => OfMembers(record);

    public static string Of(DeviceLogins logins) => OfMembers(logins);

    public static string OfMembers<T>(T value) => JsonSerializer.Serialize(value, Options);
}
