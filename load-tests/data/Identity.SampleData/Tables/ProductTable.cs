namespace Identity.SampleData.Tables;

internal sealed record Product(string Category, string Name, int PriceCents);

/// <summary>What the shop sells.</summary>
internal static class ProductTable
{
    private static readonly Product[] Products =
        Table.Read("products.csv", r => new Product(r[0], r[1], Table.Number(r[2])));

    private static readonly Dictionary<string, Product[]> ByCategory = Products
        .GroupBy(product => product.Category)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private static readonly string[] Categories = [.. ByCategory.Keys.Order(StringComparer.Ordinal)];

    public static string DrawCategory(Dice dice) => dice.Pick(Categories);

    /// <summary>Two in three times from the favourite category.</summary>
    public static Product Draw(Dice dice, string favourite) =>
        dice.Percent(66) ? dice.Pick(ByCategory[favourite]) : dice.Pick(Products);

    public static Product Find(string name) => Products.Single(product => product.Name == name);
}
