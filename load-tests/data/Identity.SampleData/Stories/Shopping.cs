using System.Globalization;
using Identity.SampleData.Tables;

namespace Identity.SampleData.Stories;

/// <summary>What happens around products: views, baskets, orders and returns.</summary>
internal static class Shopping
{
    public static Draft Viewed(Draft draft, Product product) => draft
        .Happened("product_viewed")
        .With("product", product.Name)
        .With("category", product.Category)
        .With("price", Euros(product.PriceCents));

    public static Draft Basket(Draft draft, Product product, int quantity) => draft
        .Happened("basket_updated")
        .With("product", product.Name)
        .With("category", product.Category)
        .With("quantity", (double)quantity)
        .With("total", Euros(product.PriceCents * quantity));

    public static Draft Ordered(Draft draft, string orderId, IReadOnlyList<Product> products) => draft
        .Names("order", orderId)
        .Happened("order_completed")
        .With("order_id", orderId)
        .With("total", Euros(products.Sum(product => product.PriceCents)))
        .With("currency", "EUR")
        .With("products", products.Select(Line).ToArray<object?>());

    public static Draft Returned(Draft draft, string orderId, Product product) => draft
        .Names("order", orderId)
        .Happened("order_returned")
        .With("order_id", orderId)
        .With("total", Euros(product.PriceCents))
        .With("currency", "EUR")
        .With("products", new object?[] { Line(product) });

    public static Product[] DrawProducts(Scene scene)
    {
        var products = new Product[scene.Dice.Pick([1, 1, 1, 2, 2, 3, 4])];
        for (int i = 0; i < products.Length; i++)
        {
            products[i] = ProductTable.Draw(scene.Dice, scene.Person.FavouriteCategory);
        }

        return products;
    }

    /// <summary>The prefix keeps web orders and receipts apart, the number one person's from another's.</summary>
    public static string OrderId(char prefix, int number, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:D6}-{count}");

    private static Dictionary<string, object?> Line(Product product) => new()
    {
        ["product"] = product.Name,
        ["category"] = product.Category,
        ["price"] = Euros(product.PriceCents),
        ["quantity"] = 1.0,
    };

    private static double Euros(int cents) => cents / 100.0;
}
