namespace Identity.Cli.Importing.Planning;

/// <summary>One column and what becomes of it.</summary>
/// <param name="Header">Its name, told apart from others of the same name.</param>
/// <param name="Target">Where its values go.</param>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="IsSure">Whether it may be used without somebody having looked at it.</param>
internal sealed record PlannedColumn(string Header, ColumnTarget Target, string Reason, bool IsSure);
