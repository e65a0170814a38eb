using System.Globalization;
using System.Text;
using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Contracts;

/// <summary>Checks a product's version whole: every formula, every reference, and reports all that is wrong.</summary>
/// <param name="book">What its formulas may use of the book.</param>
/// <param name="products">All products as written, for those that use the price of another.</param>
/// <param name="faults">Where is added what is wrong.</param>
public sealed class ProductChecker(BookNames book, ILookup<string, ProductText> products, ICollection<Fault> faults)
{
    private readonly Currency _currency = book.Currency;

    /// <summary>The checked version; null when a fault was found.</summary>
    public ProductVersion? Check(ProductText text)
    {
        var before = faults.Count;
        var vocabulary = new Vocabulary(
            book, text.IntervalMinutes, text.Channels, text.Terms, text.Quantities, new(products, []))
        {
            Pools = text.Pools,
            TradesAt = text.TradesAt,
        };
        CheckNames(text, vocabulary);
        var checker = new FormulaChecker(vocabulary, faults);
        var quantities = checker.CheckQuantities();
        var charges = text.Charges.Select(charge => Charge(text, charge, checker)).ToList();
        var ids = new HashSet<(string, Each)>();
        foreach (var charge in charges.OfType<Charge>())
            if (!ids.Add((charge.Id, charge.Each)) || ids.Contains((charge.Id, 1 - charge.Each)))
                Fail("duplicate-charge", $"{text.Subject} has two charges with the id {charge.Id}.", charge.Place,
                    charge.Id, "Give one of them an id of its own.");
        if (charges.Count == 0)
            Fail("no-charge", $"{text.Subject} has no charge.", text.Place, text.Product, "Add one under charges:.");
        var musts = text.Musts.Select((must, i) => Must(must, i + 1, checker)).OfType<Charge>().ToList();
        if (text.IntervalMinutes == FormulaChecker.MinutesPerDay)
            foreach (var one in charges.OfType<Charge>().Concat(musts)) CheckBandsOfDays(one);
        foreach (var one in charges.OfType<Charge>().Concat(musts))
        {
            TradeUse.Check(one, text.IntervalMinutes, faults);
            SessionUse.Check(one, faults);
        }
        new CostOrder([.. charges.OfType<Charge>(), .. musts], faults).Check();
        var bundles = Bundles(text, [.. charges.OfType<Charge>()]);
        return faults.Count > before ? null : new(
            text.Product, text.Name, text.From, text.IntervalMinutes, text.Channels, text.Terms,
            quantities, [.. charges.OfType<Charge>()], musts, bundles, text.IsFixed, text.Place);
    }

    /// <summary>The id that a charge's name makes: lower case, words joined by hyphens; empty where it has no letters.
    /// </summary>
    public static string IdOf(string name)
    {
        var id = new StringBuilder();
        foreach (var c in PlainLetters.Of(name))
            if (char.IsAsciiLetterOrDigit(c)) id.Append(c);
            else if (id.Length > 0 && id[^1] != '-') id.Append('-');
        return id.ToString().TrimEnd('-');
    }

    private void CheckNames(ProductText text, Vocabulary vocabulary)
    {
        foreach (var (name, formula) in text.Quantities)
            if (vocabulary.Taken(name) is { } taken)
                Fail("name-taken", $"The quantity {name} has the name of {taken}.", formula.Place, name,
                    "Give it another name.");
        foreach (var name in text.Pools?.Bare ?? [])
            if (text.Quantities.ContainsKey(name) || vocabulary.Taken(name) is not null)
                Fail("name-taken", $"{text.Subject}: the name {name} stands for something of its pool and for "
                    + $"something "
                    + "else.", text.Place, name, "Give the other one another name.");
        foreach (var name in text.Channels.Keys.Union(text.Terms.Keys))
            if (Vocabulary.Elapsed.ContainsKey(name) || Vocabulary.Once.ContainsKey(name)
                || book.Series.ContainsKey(name) || book.Calendars.ContainsKey(name)
                || (text.Channels.ContainsKey(name) && text.Terms.ContainsKey(name)))
                Fail("name-taken", $"{text.Subject}: the name {name} stands for something else too.", text.Place, name,
                    "Give it another name.");
    }

    private Charge? Charge(ProductText product, ChargeText text, FormulaChecker checker)
    {
        var id = text.Id ?? IdOf(text.Name);
        if (id.Length == 0)
        {
            Fail("no-id", $"The name {text.Name} makes no id.", text.Place, text.Name, "Give the charge an id.");
            return null;
        }
        Rate? rate = null;
        if (text is { Amount: { } amount, Quantity: null, Price: null }) rate = Amount(amount, checker);
        else if (text is { Amount: null, Quantity: { } quantity, Price: { } price })
            rate = Priced(quantity, price, checker);
        else
            Fail("wrong-charge", $"The charge {text.Name} needs a quantity and a price, or an amount.", text.Place,
                text.Name);
        if (rate is null) return null;
        if (text is { IsGross: true, Tax.Rule: not null })
            return Refuse<Charge>("unknown-rate", $"The prices of the charge {text.Name} include its tax, and the rate "
                + $"of {text.Tax.Name} depends on who uses it.", text.Place, "Write prices: net.");
        var calendar = text.HasLineByBand ? CalendarOf(text, rate) : null;
        if (text.HasLineByTier && rate is not Rate.Priced { Price.Formula: TiersFormula })
            return Refuse<Charge>("no-tier", $"The charge {text.Name} is to have a line per tier, but its price isn't "
                + "tiers(…).", text.Place, "Leave lines out, or make the tiers the whole price.");
        return text.HasLineByBand && calendar is null ? null : new(
            id, text.Name, text.Group, rate, text.Direction, text.Each, calendar, text.HasLineByTier, text.Tax,
            text.IsGross, text.Missing, text.IsPassThrough, text.Place)
        {
            HasLineByClip = text.HasLineByClip, Payee = text.Payee,
        };
    }

    /// <summary>A condition in the place of an amount: it is rated like one, over the same days.</summary>
    private Charge? Must(MustText text, int number, FormulaChecker checker)
    {
        if (checker.Check(text.Be) is not { } be) return null;
        if (!be.Formula.Shape.IsCondition)
            return Refuse<Charge>("not-a-condition", $"{be.Text} is {be.Formula.Shape} and not a condition.",
                text.Be.Place, "Compare it with something: x <= y.");
        // No charge has an id with a point.
        return !CoversTheSameDays(be, be, text.Be, text.Be) ? null : new(
            string.Create(CultureInfo.InvariantCulture, $"must.{number}"), text.Else, "", new Rate.Must(be),
            Direction.ToSeller, text.Each, null, false, TaxClass.Outside, false, Missing.Hold, false, text.Place);
    }

    private Rate.Priced? Priced(FormulaText quantityText, FormulaText priceText, FormulaChecker checker)
    {
        var quantity = checker.Check(quantityText);
        var price = checker.CheckPrice(priceText, quantity?.Formula);
        if (quantity is null || price is null) return null;
        if (!IsValue(quantity, quantityText, "quantity") | !IsValue(price, priceText, "price")) return null;
        var (counted, per) = (quantity.Formula.Shape, price.Formula.Shape);
        if (!HasPeriod(quantity, quantityText) || !CoversTheSameDays(quantity, price, quantityText, priceText)
            || HasFlatsWithin(quantity, quantityText, isPrice: false)
            || HasFlatsWithin(price, priceText, isPrice: true)) return null;
        if (Combining.IsPlainZero(price.Formula))
        {
            var free = new ConstantFormula(Exact.Zero, Dimension.Money(_currency) / counted.Dimension);
            return new(quantity, price with { Formula = free });
        }
        if (counted.Dimension * per.Dimension != Dimension.Money(_currency))
            return Refuse<Rate.Priced>("wrong-dimension",
                $"A quantity in {counted.Dimension} times a price in {per.Dimension} is "
                + $"{counted.Dimension * per.Dimension}, not {_currency}.", priceText.Place,
                $"The price must be in {Dimension.Money(_currency) / counted.Dimension}.");
        return counted.Step.NestsIn(per.Step) ? new(quantity, price) : Refuse<Rate.Priced>("changes-within",
            $"The price changes by the {per.Step.Word}, within the {counted.Step.Word} that the quantity is summed "
            + "over.", priceText.Place, "Give the quantity unsummed: it is summed on the bill anyway.");
    }

    private Rate.Amount? Amount(FormulaText text, FormulaChecker checker)
    {
        if (checker.Check(text) is not { } amount || !IsValue(amount, text, "amount") || !HasPeriod(amount, text)
            || !CoversTheSameDays(amount, amount, text, text) || HasFlatsWithin(amount, text, isPrice: false))
            return null;
        return amount.Formula.Shape.Dimension == Dimension.Money(_currency) ? new(amount)
            : Refuse<Rate.Amount>("wrong-dimension",
                $"The amount is {amount.Formula.Shape}, not {_currency}.", text.Place,
                "To charge for a quantity, give quantity and price.");
    }

    private bool HasPeriod(WrittenFormula written, FormulaText text)
    {
        var shape = written.Formula.Shape;
        if (shape.Step == Step.Forever)
            Fail("never-spread", $"{written.Text} has no period: it can't be said how much of it is on a bill.",
                text.Place, null, shape.Dimension == Dimension.Money(_currency)
                    ? $"Give it one: quantity: months, price: {written.Text}/month."
                    : "Give it one: times days, hours or months.");
        else if (!shape.AddsUp)
            Fail("does-not-add-up", $"{written.Text} is {shape}: it holds and doesn't add up over a bill.", text.Place,
                null, IsPower(shape.Dimension) ? "Multiply it by hours, days or months."
                    : shape.Dimension.IsBase ? "A mean is no amount; sum(x) adds up." : null);
        else if (shape.Step.IsCalendarWindow && !(written.Formula.CalendarWindow >= shape.Step))
            Fail("never-spread", $"{written.Text} is counted per {shape.Step.Word}, and a bill may have a part of one.",
                text.Place, null, $"Say that it falls where that ends: sum({written.Text}, per = {shape.Step.Name}).");
        else return true;
        return false;
    }

    /// <summary>Amounts beside a price aren't its multiples: they have their place only where it is a charge's whole
    /// price.</summary>
    private bool HasFlatsWithin(WrittenFormula written, FormulaText text, bool isPrice)
    {
        if (!written.Formula.All().OfType<BlockFormula>()
            .Any(blocks => blocks.HasFlats && !(isPrice && ReferenceEquals(blocks, written.Formula)))) return false;
        Fail("flat-within", $"{written.Text} has a fixed amount per block or package within a formula, where it can't "
            + "be told from the price.", text.Place, null,
            "Make the blocks or packages the whole price of a charge, and the rest another charge.");
        return true;
    }

    private static bool IsPower(Dimension dimension) => dimension * Dimension.Hour is var work
        && (work == Dimension.Energy || work == Dimension.Reactive || work == Dimension.Apparent);

    private bool IsValue(WrittenFormula written, FormulaText text, string role)
    {
        if (!written.Formula.Shape.IsCondition) return true;
        Fail("not-a-value", $"{written.Text} is a condition and no {role}.", text.Place, null,
            role == "quantity" ? "To count where it is true, write count(condition)."
                : $"Choose the {role} by it: when(condition, a, b).");
        return false;
    }

    /// <summary>
    /// A charge with a window of the calendar is rated over the windows that end on the bill, and a figure per billing
    /// period over the bill's own days: beside each other they would be of different days. Around such a window, it is
    /// of the windows of the bill.
    /// </summary>
    private bool CoversTheSameDays(
        WrittenFormula first, WrittenFormula second, FormulaText firstText, FormulaText secondText)
    {
        var windows = new[] { first, second }.SelectMany(written => written.Formula.All())
            .Select(part => part.WholeWindow).OfType<Step>().Where(step => step.IsCalendarWindow).Distinct().ToList();
        if (windows.Count == 0) return true;
        var window = windows.Max();
        if (windows.Exists(step => !step.NestsIn(window)))
        {
            Fail("different-days", $"{firstText.Text.Trim()} has figures per {string.Join(" and per ",
                windows.Select(step => step.Word))}, which end on different days.", firstText.Place, null,
                "Give them windows that lie within each other, or make a charge of each.");
            return false;
        }
        foreach (var (written, text) in new[] { (first, firstText), (second, secondText) })
        {
            if (!written.Formula.All().Any(figure => figure is
                { CalendarWindow: null, InWindow.Kind: StepKind.Period or StepKind.Cycle })) continue;
            Fail("different-days", $"{written.Text} has a figure per billing period, and the charge another per "
                + $"{window.Word}: they cover different days.", text.Place, null,
                $"Give both one window: per = {window.Name}.");
            return false;
        }
        return true;
    }

    /// <summary>In a product by the day the bands of a calendar within days are the intervals of each day: those of one
    /// calendar, and nothing asks how they follow each other.</summary>
    private void CheckBandsOfDays(Charge charge)
    {
        var within = charge.Calendars.Where(calendar => calendar.IsWithinDay).ToList();
        if (within.Count > 1)
            Fail("several-calendars", $"The {charge.Subject} chooses by {string.Join(" and by ", within)} within days, "
                + "and a product by the day has the bands of one of them.", charge.Place, charge.Name,
                "Make a charge for each, or give the product a shorter interval.");
        else if (within.Count == 1
            && charge.Rate.Formulas.Any(written => written.Formula.All().Any(part => part is UnbrokenFormula)))
            Fail("no-order", $"The {charge.Subject} asks for an unbroken time and chooses by {within[0]} within days: "
                + "in a product by the day the bands of a day don't follow each other.", charge.Place, charge.Name,
                "Give the product a shorter interval.");
    }

    /// <summary>The one calendar that chooses within a charge's formulas.</summary>
    private Time.Calendar? CalendarOf(ChargeText text, Rate rate)
    {
        var used = rate.Calendars.ToList();
        if (used.Count != 1)
            return Refuse<Time.Calendar>("no-band", used.Count == 0
                ? $"The charge {text.Name} is to have a line per band, but its formulas use no calendar."
                : $"The charge {text.Name} is to have a line per band, but its formulas use "
                    + $"{string.Join(" and ", used.Select(one => one.Name))}.", text.Place,
                "Leave lines out, or use one calendar in the price.");
        return rate.Formulas[0].Formula.Shape.Step == Step.Interval ? used[0]
            : Refuse<Time.Calendar>("no-band",
                $"The charge {text.Name} is to have a line per band, but it is counted per "
                + $"{rate.Formulas[0].Formula.Shape.Step.Word}.", text.Place, "Leave lines out.");
    }

    private List<Bundle> Bundles(ProductText product, IReadOnlyList<Charge> charges)
    {
        var (bundles, bundled) = (new List<Bundle>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var text in product.Bundles)
        {
            var members = new List<string>();
            foreach (var (name, place) in text.Charges)
                if (charges.FirstOrDefault(charge => charge.Name == name || charge.Id == name) is not { } charge)
                {
                    // A charge that has a fault of its own isn't unknown.
                    if (product.Charges.Any(one => one.Name == name || (one.Id ?? IdOf(one.Name)) == name)) continue;
                    Fail("unknown-charge", $"The bundle {text.Name} has a charge {name}, which the product hasn't.",
                        place, name, Nearest.Hint(name, product.Charges.Select(one => one.Name)));
                }
                else if (!bundled.TryAdd(charge.Id, text.Name))
                    Fail("bundled-twice",
                        $"The charge {charge.Name} is in the bundle {bundled[charge.Id]} and in {text.Name}.", place,
                        name, "Leave it in one of them.");
                else members.Add(charge.Id);
            bundles.Add(new(text.Name, members));
        }
        return bundles;
    }

    private T? Refuse<T>(string code, string message, Place place, string? hint = null) where T : class
    {
        Fail(code, message, place, null, hint);
        return null;
    }

    private void Fail(string code, string message, Place place, string? name, string? hint = null) =>
        faults.Add(new(code, message, place, name, hint));
}
