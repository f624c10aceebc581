using System.Globalization;
using Identity.SampleData.Tables;

namespace Identity.SampleData;

/// <summary>
/// Telephone numbers in E.164, one of its own for each customer number, whatever the seed. Neither country keeps a
/// range for fiction; the README says what was done about that.
/// </summary>
internal static class PhoneNumber
{
    public static string Mobile(int number, bool belgian)
    {
        int scattered = Scatter(number);
        return belgian
            ? string.Create(CultureInfo.InvariantCulture, $"+3247{scattered:D7}")
            : string.Create(CultureInfo.InvariantCulture, $"+316{1 + (number % 5)}{scattered:D7}");
    }

    // The first digit after the area code is a 1, with which the numbers that people have do not begin.
    public static string Landline(Place place, int number)
    {
        int digits = (place.Country == "BE" ? 8 : 9) - place.AreaCode.Length - 1;
        string local = (Scatter(number) % Power(digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return $"{(place.Country == "BE" ? "+32" : "+31")}{place.AreaCode}1{local}";
    }

    /// <summary>As people in the country write it: <c>06-12345678</c>.</summary>
    public static string National(string e164)
    {
        string digits = e164[3..];
        return digits[0] == '6' && e164.StartsWith("+31", StringComparison.Ordinal)
            ? $"06-{digits[1..]}"
            : $"0{digits}";
    }

    // One to one on seven digits: the factor shares no divisor with ten.
    private static int Scatter(int number) => (int)(((number * 7654321L) + 1234567L) % 10_000_000L);

    private static int Power(int exponent)
    {
        int power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
