using Identity.Core.Matching.Preparing;

namespace Identity.Core.Matching.Training;

/// <summary>
/// What m and u are like in records of persons, before any data are seen: where a fit starts, and what it leans on
/// where the data say little. Estimates of ours over registers, customer files and historical records.
/// </summary>
internal static class Priors
{
    // Exact, Variant, Near, Part, Similar, Crossed, Remote, Different; 0 is a level that the slot does not have.
    private static readonly double[] GivenM = [.70, .06, .08, .06, .02, .03, .03, .02];
    private static readonly double[][] GivenU =
    [
        [.005, .005, .005, .03, .03, .005, .32, .60],
        [.01, .005, .005, .10, .04, .005, .305, .53],
    ];
    private static readonly double[] FamilyM = [.80, 0, .08, .03, .02, .03, 0, .04];

    private static readonly double[][] FamilyU =
    [
        [.002, 0, .002, .005, .02, .005, 0, .966],
        [.02, 0, .003, .01, .02, .005, 0, .942],
        [.50, 0, .01, .05, .01, .005, 0, .425],
    ];

    private static readonly double[] DateM = [.82, .02, .06, .04, .02, 0, .02, .02];
    private static readonly double[][] DateU =
    [
        [.0001, .0002, .001, .005, .01, 0, .08, .9037],
        [.004, .0005, .005, .01, .015, 0, .06, .9055],
    ];
    private static readonly double[] GenderM = [.96, 0, 0, 0, 0, 0, 0, .04];
    private static readonly double[][] GenderU = [[.5, 0, 0, 0, 0, 0, 0, .5], [.94, 0, 0, 0, 0, 0, 0, .06]];
    private static readonly double[] EmailM = [.70, .04, .08, .03, .03, 0, .02, .10];
    private static readonly double[][] EmailU =
    [
        [.0005, .0005, .0005, .002, .005, 0, .1, .8915],
        [.0005, .005, .005, .02, .05, 0, .1, .8195],
        [.05, .02, .02, .05, .05, 0, .1, .71],
    ];
    private static readonly double[] PhoneM = [.70, 0, .05, 0, 0, 0, 0, .25];
    private static readonly double[][] PhoneU = [[.0002, 0, .0003, 0, 0, 0, 0, .9995], [.1, 0, .01, 0, 0, 0, 0, .89]];
    private static readonly double[] StreetM = [.75, 0, .08, .03, .04, 0, 0, .10];
    private static readonly double[][] StreetU =
        [[.002, 0, .002, .05, .01, 0, 0, .936], [.3, 0, .02, .03, .03, 0, 0, .62]];
    private static readonly double[] NumberM = [.80, 0, .06, .06, 0, 0, 0, .08];
    private static readonly double[][] NumberU = [[.02, 0, .1, .005, 0, 0, 0, .875], [.10, 0, .12, .02, 0, 0, 0, .76]];
    private static readonly double[] PostcodeM = [.80, 0, .06, 0, .02, 0, .05, .07];
    private static readonly double[] PostcodeU = [.001, 0, .003, 0, .01, 0, .02, .966];
    private static readonly double[] CityM = [.82, 0, .06, .02, .02, 0, 0, .08];
    private static readonly double[][] CityU =
    [
        [.02, 0, .005, .03, .02, 0, 0, .925],
        [.9, 0, .04, .01, .01, 0, 0, .04],
        [.6, 0, .02, .03, .02, 0, 0, .33],
    ];
    private static readonly double[] RegionM = [.90, 0, .03, .01, .01, 0, 0, .05];
    private static readonly double[][] RegionU =
        [[.15, 0, .01, .01, .01, 0, 0, .82], [.93, 0, .02, .01, .01, 0, 0, .03]];
    private static readonly double[] SuffixM = [.96, 0, 0, 0, 0, 0, 0, .04];
    private static readonly double[] SuffixU = [.4, 0, 0, 0, 0, 0, 0, .6];
    private static readonly double[] OtherM = [.70, 0, .06, .04, .03, 0, 0, .17];
    private static readonly double[] OtherU = [.03, 0, .01, .03, .03, 0, 0, .90];

    /// <summary>
    /// The most that m may give to values that have nothing in common. Two records of one person seldom disagree on
    /// what a person does not change; where a fit says that they often do, it has taken households for persons.
    /// </summary>
    public static double DisagreementMax(int slot, int context) => (Slot)slot switch
    {
        Slot.Given => context == 0 ? .02 : .001,
        Slot.BirthDate => context == 0 ? .006 : .001,
        Slot.Gender or Slot.Suffix => .02,
        _ => 1,
    };

    public static double M(int slot, AgreementLevel level) => (Slot)slot switch
    {
        Slot.Given => GivenM,
        Slot.Family => FamilyM,
        Slot.BirthDate => DateM,
        Slot.Gender => GenderM,
        Slot.Email => EmailM,
        Slot.Phone => PhoneM,
        Slot.Street => StreetM,
        Slot.HouseNumber => NumberM,
        Slot.Postcode => PostcodeM,
        Slot.City => CityM,
        Slot.Region => RegionM,
        Slot.Suffix => SuffixM,
        _ => OtherM,
    } is { } row ? row[(int)level - 1] : 0;

    public static double U(int slot, int context, AgreementLevel level) => (Slot)slot switch
    {
        Slot.Given => In(GivenU, context),
        Slot.Family => FamilyU[context],
        Slot.BirthDate => In(DateU, context),
        Slot.Gender => In(GenderU, context),
        Slot.Email => EmailU[context],
        Slot.Phone => In(PhoneU, context),
        Slot.Street => In(StreetU, context),
        Slot.HouseNumber => In(NumberU, context),
        Slot.Postcode => PostcodeU,
        Slot.City => In(CityU, context),
        Slot.Region => In(RegionU, context),
        Slot.Suffix => SuffixU,
        _ => OtherU,
    } is { } row ? row[(int)level - 1] : 0;

    private static double[] In(double[][] rows, int context) => rows[Math.Min(context, rows.Length - 1)];
}
