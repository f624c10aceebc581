using Identity.Core.Matching;
using Identity.Core.Records;

namespace Identity.Api.Mapping;

/// <summary>Scores and records between the contract and the core.</summary>
internal static class MatchMapping
{
    public static V1.MatchExplanation Write(MatchExplanation explanation)
    {
        var result = new V1.MatchExplanation
        {
            Bits = explanation.Bits,
            PriorBits = explanation.PriorBits,
            ModelVersion = MatchModel.Default.Version,
        };
        foreach (FieldEvidence field in explanation.Fields)
        {
            result.Fields.Add(new V1.FieldEvidence
            {
                Field = field.Field,
                Level = field.Level.ToString().ToLowerInvariant(),
                Bits = field.Bits,
                Context = field.Context,
            });
        }

        return result;
    }

    public static V1.RecordField Write(RecordField field) => new()
    {
        Field = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Kind.ToString()),
        Value = field.Value,
    };
}
