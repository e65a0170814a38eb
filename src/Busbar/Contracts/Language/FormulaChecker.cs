using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>
/// Checks formulas where they are written: resolves every name, and makes sure that dimensions and steps agree. Made
/// for one product's version; each of its quantities is checked once.
/// </summary>
/// <param name="faults">Where is added what is wrong; a formula with a fault is null.</param>
public sealed class FormulaChecker(Vocabulary vocabulary, ICollection<Fault> faults)
{
    /// <summary>How deep a formula may be with the quantities that it names: as deep as it is evaluated.</summary>
    private const int MostDepth = 1_500;

    internal const int MinutesPerDay = 1440;

    private readonly UnitWords _units = vocabulary.Book.Units;
    private readonly Dictionary<string, WrittenFormula?> _quantities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Formula> _leaves = new(StringComparer.Ordinal);
    private readonly List<string> _path = [];
    private FormulaText _text = new("", default);
    private int _depth;

    /// <summary>The quantity or share that is being checked; null where it is no named one.</summary>
    internal string? Naming => _path.Count > 0 ? _path[^1] : null;

    /// <summary>The names that may be used.</summary>
    public Vocabulary Vocabulary => vocabulary;

    /// <summary>Whether a charge's price is being checked.</summary>
    internal bool IsPrice { get; private set; }

    /// <summary>Whether the price is another product's, so that its quantity isn't here.</summary>
    internal bool IsBorrowed => vocabulary.Tariffs is { Path.Count: > 0 };

    /// <summary>The quantity whose price is being checked; null elsewhere, and where it has a fault.</summary>
    internal Formula? Priced { get; private set; }

    /// <summary>The checked formula, a value or a condition; null when a fault was found.</summary>
    public WrittenFormula? Check(FormulaText text) => Check(text, isPrice: false, null);

    /// <summary>The checked price of a quantity; null when a fault was found.</summary>
    /// <param name="quantity">Null where it has a fault.</param>
    public WrittenFormula? CheckPrice(FormulaText text, Formula? quantity) => Check(text, isPrice: true, quantity);

    private WrittenFormula? Check(FormulaText text, bool isPrice, Formula? priced)
    {
        if (FormulaParser.Parse(text, _units, faults) is not { } syntax) return null;
        var outer = (_text, IsPrice, Priced);
        (_text, IsPrice, Priced) = (text, isPrice, priced);
        var formula = Either(syntax);
        if (formula?.Depth > MostDepth) formula = TooDeep(syntax.At);
        (_text, IsPrice, Priced) = outer;
        return formula is null ? null : new(OnOneLine(text.Text), syntax.ToString(), formula);
    }

    /// <summary>Checks every quantity of the product, used or not, and gives those without a fault.</summary>
    public IReadOnlyDictionary<string, WrittenFormula> CheckQuantities() =>
        vocabulary.Quantities.Keys.Select(name => Quantity(name, default)).OfType<QuantityFormula>()
            .ToDictionary(quantity => quantity.Name, quantity => quantity.Meaning, StringComparer.Ordinal);

    /// <summary>The checked formula of a part that must be a value; null when a fault was found.</summary>
    internal Formula? Of(Syntax syntax) => Either(syntax) is not { } formula ? null
        : !formula.Shape.IsCondition ? formula
        : Fail(syntax.At, "not-a-value", $"{Short(syntax)} is a condition and not a value.",
            "Choose by it: when(condition, a, b). Or count where it is true: count(condition).");

    /// <summary>The checked formula of a part that must be a condition; null when a fault was found.</summary>
    internal Formula? Condition(Syntax syntax) => Either(syntax) is not { } formula ? null
        : formula.Shape.IsCondition ? formula
        : Fail(syntax.At, "not-a-condition", $"{Short(syntax)} is {formula.Shape} and not a condition.",
            $"Compare it with something: {Short(syntax)} > 0.");

    private Formula? Either(Syntax syntax)
    {
        if (_depth == MostDepth) return TooDeep(syntax.At);
        _depth++;
        var formula = Resolved(syntax);
        _depth--;
        return formula;
    }

    private Formula? Resolved(Syntax syntax) => syntax switch
    {
        NumberSyntax number => Constant(number),
        NameSyntax name => Name(name),
        NegateSyntax negate => Of(negate.Operand) is { } operand ? Negate(operand) : null,
        BinarySyntax { Operator: Operator.Plus or Operator.Minus } sum => Both(sum) is var (left, right)
            ? Combining.Alike(sum.Operator.Symbol(), [(sum.Left, left), (sum.Right, right)], this, sum.At) is { } alike
                ? new ArithmeticFormula(sum.Operator, alike.Parts[0], alike.Parts[1], null, alike.Shape) : null
            : null,
        BinarySyntax { Operator: Operator.Times or Operator.Over } product => Product(product, null),
        ElseSyntax { Value: BinarySyntax { Operator: Operator.Over } quotient } otherwise =>
            Product(quotient, otherwise.Otherwise),
        BinarySyntax { Operator: Operator.And or Operator.Or } logic => Conditions.Logic(logic, this),
        BinarySyntax comparison => Conditions.Comparison(comparison, this),
        NotSyntax not => Condition(not.Operand) is { } operand ? new NotFormula(operand) : null,
        CallSyntax { Owner: null } call => Call(call),
        MemberSyntax member when PoolWords.Owns(member.Owner, vocabulary) => PoolWords.Member(member, this),
        CallSyntax { Owner: { } owner } call when PoolWords.Owns(owner, vocabulary) => PoolWords.Call(call, this),
        MemberSyntax member when vocabulary.Calendars.ContainsKey(member.Owner) => Fail(member.At, "not-a-value",
            $"{member} is a band of a calendar and not a value.",
            $"Write during(x, {member}) or by({member.Owner}, …)."),
        MemberSyntax member when vocabulary.Book.Programmes.ContainsKey(member.Owner) =>
            EventWords.Member(member, this),
        MemberSyntax member when vocabulary.Declared.Contains(member.Owner) => null,
        MemberSyntax member when vocabulary.Book.RuledTaxes.TryGetValue(member.Owner, out var tax) =>
            Qualifying(member, tax),
        MemberSyntax { Owner: TradeWords.Owner } member => TradeWords.Member(member, this),
        MemberSyntax { Owner: SessionWords.Owner } member => SessionWords.Member(member, this),
        MemberSyntax member => Fail(member.At, "unknown-name", $"Nothing is called {member.Owner} here.",
            Nearest.Hint(member.Owner, [.. vocabulary.Calendars.Keys, .. vocabulary.Book.Programmes.Keys,
                .. vocabulary.Book.RuledTaxes.Keys])),
        CallSyntax call => Fail(call.At, "unknown-name", $"Nothing is called {call.Owner} here."),
        DateSyntax date => Fail(date.At, "not-a-value", $"A day is no value: {date}."),
        TupleSyntax tuple => Fail(tuple.At, "not-a-value", "Several values in parentheses are no value."),
        _ => Fail(syntax.At, "bad-else", $"Only a quotient can have an else here: {Short(syntax)}."),
    };

    /// <summary>Adds a fault at a part of the formula that is being checked.</summary>
    internal Formula? Fail(TextSpan at, string code, string message, string? hint = null)
    {
        faults.Add(new(code, message, _text.At(at), Hint: hint));
        return null;
    }

    /// <summary>A part of a formula as messages quote it.</summary>
    internal static string Short(Syntax syntax) =>
        syntax.ToString() is var text && text.Length > 60 ? text[..59] + "…" : text;

    private ConstantFormula? Constant(NumberSyntax number)
    {
        var unit = number.Unit is null ? Unit.One : _units.Parse(number.Unit, out _);
        if (unit is not null) return new(number.Value * unit.Factor, unit.Dimension);
        Fail(number.At, "unknown-unit", $"{number.Unit} is not a unit.", _units.Hint(number.Unit!));
        return null;
    }

    private Formula? Name(NameSyntax name)
    {
        if (vocabulary.Quantities.ContainsKey(name.Name)) return Quantity(name.Name, name.At);
        if (_leaves.TryGetValue(name.Name, out var leaf)) return leaf;
        leaf = vocabulary.Channels.TryGetValue(name.Name, out var channel) ? new ChannelFormula(channel)
            : vocabulary.Terms.TryGetValue(name.Name, out var term) ? new TermFormula(term)
            : vocabulary.Series.TryGetValue(name.Name, out var series) ? Market(series, name.At)
            : Vocabulary.Elapsed.TryGetValue(name.Name, out var elapsed)
                ? new ElapsedFormula(elapsed, vocabulary.Book.DayCount)
            : Vocabulary.Once.TryGetValue(name.Name, out var isStart) ? new OnceFormula(isStart)
            : PoolWords.Bare(name.Name, vocabulary) is { } settled ? settled
            : vocabulary.Calendars.ContainsKey(name.Name) ? Fail(name.At, "not-a-value",
                $"{name.Name} is a calendar and not a value.",
                $"Write by({name.Name}, …) or during(x, {name.Name}.band).")
            : vocabulary.Book.Programmes.ContainsKey(name.Name) ? Fail(name.At, "not-a-value",
                $"{name.Name} is a programme and not a value.",
                $"Write during(x, {name.Name}), sum(x, per = {name.Name}) or {name.Name}.price.")
            : vocabulary.Declared.Contains(name.Name) ? null
            : Fail(name.At, "unknown-name", $"Nothing is called {name.Name} here.",
                Nearest.Hint(name.Name, vocabulary.Names)
                ?? (vocabulary.Pools is PoolNames.Within within
                    ? $"The members bring {string.Join(", ", within.Brought.Keys)}; names are also the pool's "
                        + "quantities and shares, the book's series, and days, hours, months and years."
                    : "Names are the product's channels, terms and quantities, the book's series, and days, hours, "
                        + "months and years."));
        return leaf is null ? null : _leaves[name.Name] = leaf;
    }

    private Formula? Qualifying(MemberSyntax member, TaxClass tax)
    {
        if (member.Name != QualifyingFormula.Word)
            return Fail(member.At, "unknown-name", $"The tax {member.Owner} has no {member.Name}.",
                $"Write {member.Owner}.{QualifyingFormula.Word}: the share of the use that is taxed as domestic.");
        return IsBorrowed || vocabulary.Pools is PoolNames.Within
            ? Fail(member.At, "not-agreed", $"{member} rests on who uses it, which an agreement's account says.",
                "Use it in the quantities and charges of a product.")
            : _leaves.TryGetValue(member.ToString(), out var leaf) ? leaf
            : _leaves[member.ToString()] = new QualifyingFormula(tax);
    }

    private Formula? Market(MarketSeries series, TextSpan at)
    {
        const string Hint = "Give the product the interval of the series.";
        var (own, product) = (Minutes(series.IntervalMinutes), Minutes(vocabulary.IntervalMinutes));
        if (series.IntervalMinutes < vocabulary.IntervalMinutes)
            return Fail(at, "too-fine", $"The series {series.Name} changes every {own}, more often than the product's "
                + $"interval of {product}.", Hint);
        if (series.IntervalMinutes % vocabulary.IntervalMinutes != 0)
            return Fail(at, "too-fine", $"The product's interval of {product} doesn't divide that of the series "
                + $"{series.Name}, {own}.");
        var formula = new MarketFormula(series);
        return formula.Shape is { AddsUp: true, Step.Kind: StepKind.Interval }
            && series.IntervalMinutes != vocabulary.IntervalMinutes
            ? Fail(at, "never-spread", $"The series {series.Name} adds up over {own} and can't be split into the "
                + $"product's intervals of {product}.", Hint)
            : formula;
    }

    private QuantityFormula? Quantity(string name, TextSpan at)
    {
        if (_path.Contains(name))
        {
            var path = _path.SkipWhile(one => one != name).Append(name);
            Fail(at, "circle", $"{name} is made of itself: {string.Join(" → ", path)}.");
            return null;
        }
        if (!_quantities.TryGetValue(name, out var known))
        {
            _path.Add(name);
            known = _quantities[name] = Check(vocabulary.Quantities[name]);
            _path.RemoveAt(_path.Count - 1);
            if (known is not null) _leaves[name] = new QuantityFormula(name, known);
        }
        return known is null ? null : (QuantityFormula)_leaves[name];
    }

    private Formula? TooDeep(TextSpan at) => Fail(at, "formula-too-deep",
        $"Expected at most {MostDepth} levels in a formula and the quantities that it names, found more.");

    private static ArithmeticFormula Negate(Formula operand) => new(
        Operator.Times, new ConstantFormula(-Exact.One, Dimension.None), operand, null, operand.Shape);

    private (Formula, Formula)? Both(BinarySyntax binary) =>
        (Of(binary.Left), Of(binary.Right)) is ({ } left, { } right) ? (left, right) : null;

    private Formula? Product(BinarySyntax product, Syntax? otherwise)
    {
        var instead = otherwise is null ? null : Of(otherwise);
        if (Both(product) is not var (left, right) || (otherwise is not null && instead is null)) return null;
        if (Combining.Product(product, left, right, this) is not { } shape) return null;
        if (product.Operator == Operator.Over && right is ConstantFormula { Value.IsZero: true } && instead is null)
            return Fail(product.Right.At, "division-by-zero", "Nothing can be divided by zero.");
        if (instead is not null)
        {
            if (Combining.IsPlainZero(instead)) instead = new ConstantFormula(Exact.Zero, shape.Dimension);
            if (!StandsIn(instead, shape))
            {
                // What adds up is never spread over a finer step, and there it would be counted in each.
                var isSpread = instead.Shape.Dimension == shape.Dimension && instead.Shape.AddsUp && shape.AddsUp;
                return Fail(otherwise!.At, isSpread ? "never-spread" : "wrong-dimension",
                    $"The quotient is {shape}, and what stands in for it is {instead.Shape}: {Short(otherwise)}.",
                    isSpread && instead.Shape.Step == Step.Forever
                        ? Combining.SpreadHint(shape.Dimension, otherwise) : null);
            }
        }
        return new ArithmeticFormula(product.Operator, left, right, instead, shape);
    }

    private static bool StandsIn(Formula instead, Shape quotient) =>
        instead.Shape.Dimension == quotient.Dimension && (instead is ConstantFormula { Value.IsZero: true }
            || (instead.Shape.AddsUp == quotient.AddsUp && (quotient.AddsUp
                ? instead.Shape.Step.NestsIn(quotient.Step) : quotient.Step.NestsIn(instead.Shape.Step))));

    private Formula? Call(CallSyntax call) => Function.All.TryGetValue(call.Function, out var function)
        ? function.Check(call, this)
        : Fail(call.At, "unknown-function", $"There is no function {call.Function}.",
            Nearest.Hint(call.Function, Function.All.Keys) ?? $"There are {string.Join(", ", Function.All.Keys)}.");

    private static string OnOneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    internal static string Minutes(int minutes) => minutes == MinutesPerDay ? "a day"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{minutes} minutes");
}
