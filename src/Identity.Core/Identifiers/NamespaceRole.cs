namespace Identity.Core.Identifiers;

/// <summary>What the identifiers of a namespace name.</summary>
public enum NamespaceRole
{
    /// <summary>A person: an account, an address, a card.</summary>
    Person = 1,

    /// <summary>A device or browser.</summary>
    Device = 2,

    /// <summary>A network. Makes no link, belongs to no person, is at most a hint.</summary>
    Network = 3,

    /// <summary>A household. Makes no link, belongs to no person.</summary>
    Household = 4,

    /// <summary>Something that happened once, such as an order: it links, and never resolves a visitor.</summary>
    Evidence = 5,
}
