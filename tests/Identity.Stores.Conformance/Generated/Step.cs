namespace Identity.Stores.Conformance.Generated;

/// <summary>One call of a port with its arguments, to be made of two stores alike.</summary>
/// <param name="Name">What is called, and with what: enough to read a failed history.</param>
/// <param name="Ask">Makes the call, and returns the answer as text.</param>
internal sealed record ReadStep(string Name, Func<IReadTransaction, Task<string>> Ask);

/// <summary>The same for calls that only a write takes.</summary>
internal sealed record WriteStep(string Name, Func<IWriteTransaction, Task<string>> Ask);
