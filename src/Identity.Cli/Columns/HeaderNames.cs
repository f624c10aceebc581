using System.Collections.Frozen;

namespace Identity.Cli.Columns;

/// <summary>
/// What columns are called in files of shops, tills, mailing tools and registers: Dutch and English, and the usual
/// German and French. Names are written without accents, blanks and signs.
/// </summary>
internal static class HeaderNames
{
    private static readonly FrozenDictionary<string, ColumnConcept> Known = Read(new()
    {
        [ColumnConcept.RecordId] = """
            id uniqueid recid recordid rowid rownumber rijnummer regelnummer recordnumber recordnummer rownr
            datensatz datensatznummer identifiant uid uuid guid
            """,
        [ColumnConcept.CustomerId] = """
            customerid customernumber customerno customernr customercode custid custno clientid clientnumber
            klantnummer klantnr klantid klantcode klantnumber klant debiteurnummer debiteurnr debiteur
            relatienummer relatienr relatieid relatiecode kundennummer kundennr kundenid kundenr numeroclient
            noclient idclient codeclient crmid externalid contactid contactnummer personid persoonsid
            persoonid deelnemernummer lidnummer lidnr membernumber memberid memberno mitgliedsnummer
            """,
        [ColumnConcept.Login] = """
            login loginname loginid username gebruikersnaam userid userlogin accountname accountnaam accountid
            account benutzername benutzer identifiantdeconnexion nomutilisateur gebruiker inlognaam
            """,
        [ColumnConcept.LoyaltyCard] = """
            loyaltycard loyaltycardnumber loyaltycardid loyaltynumber loyaltyid cardnumber cardno klantenkaart
            klantenkaartnummer klantenkaartnr kaartnummer kaartnr pasnummer spaarkaart spaarpas klantenpas bonuskaart
            kundenkarte kundenkartennummer kartennummer cartefidelite numerodecarte numerocarte
            """,
        [ColumnConcept.Order] = """
            order orderid ordernumber orderno ordernr ordernummer bestelnummer bestelnr bestelling bestellingnummer
            bestellingid bestellnummer bestellnr bestellung auftragsnummer commande numerocommande numerodecommande
            nocommande
            """,
        [ColumnConcept.DeviceId] = "deviceid device apparaatid toestelid geraeteid gerateid idfa gaid installationid",
        [ColumnConcept.Cookie] = "cookie cookieid visitorid anonymousid bezoekerid gaclientid",
        [ColumnConcept.IpAddress] = "ip ipaddress ipadres ipadresse adresseip clientip remoteip",
        [ColumnConcept.MessageId] = "messageid berichtid",
        [ColumnConcept.OccurredAt] = "occurredat",
        [ColumnConcept.EventName] = "event eventname",
        [ColumnConcept.Title] = """
            title titel titre aanhef salutation anrede civilite prefix titulatuur honorific predikaat nameprefix
            """,
        [ColumnConcept.GivenName] = """
            firstname first givenname given forename voornaam voornamen roepnaam doopnaam doopnamen
            vorname vornamen rufname prenom prenoms fname firstnames givennames christianname callingname
            """,
        [ColumnConcept.Initials] = "initials initial initialen voorletters voorletter vl initialien initiales",
        [ColumnConcept.FamilyPrefix] = """
            tussenvoegsel tussenvoegsels tussenv tv tsv voorvoegsel voorvoegsels vv familyprefix lastnameprefix
            surnameprefix infix nameinfix namensvorsatz vorsatzwort particule
            """,
        [ColumnConcept.FamilyName] = """
            lastname last surname familyname family achternaam familienaam geslachtsnaam nachname familienname
            zuname nomdefamille lname lastnames surnames nomfamille
            """,
        [ColumnConcept.MaidenName] = """
            maiden maidenname birthname nameatbirth meisjesnaam geboortenaam geburtsname nomdenaissance
            nomdejeunefille
            """,
        [ColumnConcept.Suffix] = "suffix namesuffix achtervoegsel generation titelachter",
        [ColumnConcept.FullName] = """
            fullname name naam volledigenaam volledigename volnaam nom nomcomplet customername klantnaam personname
            persoonsnaam contactname contactnaam contactpersoon displayname weergavenaam vollername firstandsurname
            firstandlastname voorenachternaam voornaamachternaam tenaamstelling tnv
            """,
        [ColumnConcept.BirthDate] = """
            dob birthdate birthday dateofbirth bornon born geboortedatum gebdat gebdatum geboren geboortedag
            verjaardag geburtsdatum geburtstag datedenaissance datenaissance naissance nele birthdt
            """,
        [ColumnConcept.Gender] = "gender sex geslacht geschlecht sexe genre mv genderidentity",
        [ColumnConcept.Email] = """
            email emailadres emailaddress emailadresse mail mailadres mailaddress mailadresse emailid courriel
            adresseemail adressemail adressemel mel emailaddr
            """,
        [ColumnConcept.Phone] = """
            phone phonenumber phoneno phonenr telephone telephonenumber telephoneno tel telno telnr telefoon
            telefoonnummer telefoonnr telefon telefonnummer telefonnr mobile mobilephone mobilenumber mobileno
            mobilenr mobiel mobielnummer mobielnr mobieltje mobieletelefoon mobieletelefoonnummer
            gsm gsmnummer gsmnr cell cellphone
            cellnumber handy handynummer mobil mobilnummer mobiltelefon portable numerodetelephone
            numerotelephone telefoonmobiel telefoonvast telmobiel telvast vasttelefoonnummer
            landline rufnummer whatsappnummer
            """,
        [ColumnConcept.Street] = "street streetname straat straatnaam strasse strassenname rue nomdelarue",
        [ColumnConcept.HouseNumber] = """
            housenumber houseno housenr streetnumber streetno streetnr huisnummer huisnr hnr nr hausnummer hausnr
            numerorue numerodelarue numeroderue
            """,
        [ColumnConcept.HouseNumberAddition] = """
            housenumberaddition housenumbersuffix housenumberext addition toevoeging huisnummertoevoeging
            huisnrtoevoeging huisnummertoev toev huisletter bus busnummer hausnummerzusatz adresszusatz appartement
            apartment apt unit unitnumber flatnumber houseletter huisnummerextensie
            """,
        [ColumnConcept.AddressLine] = """
            address addressline adres adresregel adresse anschrift streetaddress straathuisnummer
            straatenhuisnummer straatenhuisnr straatennummer streetandnumber strassehausnummer strasseundhausnummer
            fulladdress volledigadres adressepostale addr woonadres postadres huisadres
            """,
        [ColumnConcept.Postcode] = """
            postcode postalcode zip zipcode postnumber postcodenl plz postleitzahl codepostal cp pc
            """,
        [ColumnConcept.City] = """
            city town suburb locality place plaats plaatsnaam woonplaats stad gemeente ort stadt wohnort ville commune
            localite municipality placeofresidence
            """,
        [ColumnConcept.Region] = """
            state region province provincie regio bundesland departement stateprovince
            staat etat kanton
            """,
        [ColumnConcept.Country] = "country countrycode land landcode landnaam pays codepays landerkennung countryname",
        [ColumnConcept.NationalNumber] = """
            ssn socsecid socialsecuritynumber socialsecurityno socsecnumber bsn burgerservicenummer sofinummer sofinr
            nationalnumber nationalid rijksregisternummer insz nationalinsurancenumber nino numerosecuritesociale
            sozialversicherungsnummer steuerid
            """,
        [ColumnConcept.Ignored] = """
            cluster clusterid matchid entityid groupid trueid truth label groundtruth dedupeid dedupid duplicateof
            isduplicate expectedresult testcase
            """,
        // Well known, and not who somebody is: a place of birth is no address, a job no title.
        [ColumnConcept.Other] = """
            birthplace placeofbirth geboorteplaats geburtsort lieudenaissance birthcountry geboorteland occupation job
            jobtitle beroep functie beruf profession race ethnicity religion nationality nationaliteit company bedrijf
            bedrijfsnaam organisatie organisation organization firma firmenname societe note notes notitie opmerking
            opmerkingen bemerkung remarks comment comments status language taal sprache langue website url iban bic
            county middlename age leeftijd alter category categorie type segment tag tags amount bedrag
            total totaal currency valuta createdat updatedat modifiedat aangemaakt gewijzigd aanmaakdatum wijzigingsdatum lastlogin
            """,
    });

    // Words that tell whose or which, and change nothing about what a column is.
    private static readonly FrozenSet<string> Qualifiers = """
        klant customer contact persoon person kunde kunden client clients user member lid relatie debiteur buyer
        koper subscriber abonnee gast guest patient billing shipping invoice delivery factuur bezorg aflever
        verzend lever post primary main hoofd home thuis prive private work werk zakelijk business mobile mobiel vast
        fake raw orig original origineel current huidig nieuw new my de het van the of le la du der die das no nr num
        clean field veld column kolom crm shop
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a header names.</summary>
    /// <param name="words">The words of the header.</param>
    /// <param name="isExact">Whether all of the words were needed.</param>
    /// <returns>Null when the name is not known.</returns>
    public static ColumnConcept? Find(IReadOnlyList<string> words, out bool isExact)
    {
        isExact = true;
        if (Known.TryGetValue(string.Concat(words), out ColumnConcept concept)) { return concept; }
        isExact = false;
        // address_1 and phone2: a number tells which one of several.
        string[] named = [.. words.Select(word => word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'))
            .Where(word => word.Length > 0)];
        if (Known.TryGetValue(string.Concat(named), out concept)) { return concept; }
        string[] bare = [.. named.Where(word => !Qualifiers.Contains(word))];
        return bare.Length < named.Length && Known.TryGetValue(string.Concat(bare), out concept) ? concept : null;
    }

    private static FrozenDictionary<string, ColumnConcept> Read(Dictionary<ColumnConcept, string> lists) => lists
        .SelectMany(list => list.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(name => KeyValuePair.Create(name, list.Key)))
        .ToFrozenDictionary(StringComparer.Ordinal);
}
