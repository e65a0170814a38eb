using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>Flows as bands between places: as broad as they are much, in the seller's colour where they pass the middle
/// and in grey where they come from outside or go there. A band that passes the middle by has room below it.</summary>
internal sealed class FlowsDrawing
{
    private const int Bends = 20;
    private const double PlotHeight = 22;
    private const double LeastPitch = 2.9;
    private const double NodeWidth = 0.9;
    private const double Gap = 0.7;
    private const double Head = 3.6;
    private const double Side = 0.26;

    private readonly Chart.Flows _flows;
    private readonly ChartPlot _plot;
    private readonly Colour _colour;
    private readonly double _em;
    private readonly IReadOnlyList<Exact> _sums;
    private readonly Exact _most;
    private readonly Node[] _nodes;
    private readonly Dictionary<FlowBand, Node> _passes = [];
    private double _bottom;

    private FlowsDrawing(Chart.Flows flows, ChartPlot plot, Colour colour)
    {
        (_flows, _plot, _colour, _em) = (flows, plot, colour, plot.Size);
        _sums = [.. flows.Places.Select((_, i) => Exact.Max(
            Sum(flows.Streams.Where(one => one.From == i)), Sum(flows.Streams.Where(one => one.To == i))))];
        _most = Enumerable.Range(0, 3).Select(column => PlacesIn(column)
            .Aggregate(Exact.Zero, (sum, i) => sum + _sums[i])).Aggregate(Exact.Max);
        _nodes = new Node[flows.Places.Count];
    }

    /// <summary>Where a place, or a band that passes the middle by, stands in its column.</summary>
    private sealed record Node(double Top, double Height);

    public static Drawing Of(Chart.Flows flows, ChartPlot plot, Colour colour)
    {
        var drawing = new FlowsDrawing(flows, plot, colour);
        for (var column = 0; column < 3; column++) drawing.Stack(column);
        drawing.Bands();
        for (var i = 0; i < flows.Places.Count; i++) drawing.Name(i);
        return plot.Drawn(drawing._bottom);
    }

    /// <summary>Puts the places of a column below each other, with room for their names.</summary>
    private void Stack(int column)
    {
        var y = _em * Head;
        foreach (var i in PlacesIn(column))
        {
            var height = Height(_sums[i]);
            var pitch = Math.Max(height, _em * LeastPitch);
            _nodes[i] = new(y + (pitch - height) / 2, height);
            y += pitch + _em * Gap;
        }
        foreach (var pass in _flows.Streams.Where(one => column == 1 && PassesBy(one)))
        {
            _passes[pass] = new(y, Height(pass.Amount));
            y += Height(pass.Amount) + _em * Gap;
        }
        _bottom = Math.Max(_bottom, y);
    }

    /// <summary>The bands, at each place in the order of those at their other ends: they cross where they must.
    /// </summary>
    private void Bands()
    {
        var starts = Edges(_flows.Streams.OrderBy(one => one.To), one => one.From);
        var ends = Edges(_flows.Streams.OrderBy(PassesBy).ThenBy(one => one.From), one => one.To);
        foreach (var stream in _flows.Streams.Where(one => !one.Amount.IsZero))
        {
            var (from, to) = (_flows.Places[stream.From], _flows.Places[stream.To]);
            var (x1, x2) = (Left(from.Column) + _em * NodeWidth, Left(to.Column));
            var height = Height(stream.Amount);
            var top = _passes.TryGetValue(stream, out var pass)
                ? [.. Curve(x1, starts[stream], Left(1), pass.Top),
                    .. Curve(Left(1) + _em * NodeWidth, pass.Top, x2, ends[stream])]
                : Curve(x1, starts[stream], x2, ends[stream]);
            var back = top.AsEnumerable().Reverse().Select(spot => spot with { Y = spot.Y + height });
            _plot.Add(new Shape.Area([.. top, .. back],
                (from.IsOutside || to.IsOutside ? Colour.Past : _colour).With(Colour.White, 0.62),
                $"{from.Name} → {to.Name}: {_plot.Said(stream.Amount)} {_flows.Unit}"));
        }
    }

    /// <summary>Where each stream begins or ends at its place, below those before it.</summary>
    private Dictionary<FlowBand, double> Edges(IEnumerable<FlowBand> ordered, Func<FlowBand, int> place)
    {
        var (used, edges) = (new double[_nodes.Length], new Dictionary<FlowBand, double>());
        foreach (var stream in ordered)
        {
            edges[stream] = _nodes[place(stream)].Top + used[place(stream)];
            used[place(stream)] += Height(stream.Amount);
        }
        return edges;
    }

    /// <summary>A place with its name and sum: beside it, or above it in the middle.</summary>
    private void Name(int i)
    {
        var (place, node) = (_flows.Places[i], _nodes[i]);
        var (x, middle) = (Left(place.Column), node.Top + node.Height / 2 - _em * 0.1);
        _plot.Add(new Shape.Box(x, node.Top, _em * NodeWidth, Math.Max(node.Height, _em * 0.1),
            place.IsOutside ? Colour.Past : _colour, $"{place.Name}: {_plot.Said(_sums[i])} {_flows.Unit}"));
        var (at, anchor, y) = place.Column switch
        {
            0 => (x - _em * 0.5, Anchor.End, middle),
            1 => (_plot.Width / 2, Anchor.Middle, _em * 1.2),
            _ => (x + _em * (NodeWidth + 0.5), Anchor.Start, middle),
        };
        var room = place.Column == 1 ? _plot.Width * 0.9 : _plot.Width * Side - _em * 0.7;
        _plot.Label(at, y, _plot.Fitted(place.Name, room), anchor, Colour.Ink);
        _plot.Label(at, y + _em * 1.25, _plot.Fitted(
            $"{_plot.Said(_sums[i].Round(1, Rounding.HalfAway))} {_flows.Unit}", room), anchor);
    }

    private IEnumerable<int> PlacesIn(int column) => _flows.Places.Index()
        .Where(place => place.Item.Column == column).Select(place => place.Index);

    private bool PassesBy(FlowBand stream) =>
        _flows.Places[stream.To].Column - _flows.Places[stream.From].Column > 1;

    private double Height(Exact amount) => _most.IsZero ? 0 : ChartPlot.Share(amount / _most) * _em * PlotHeight;

    private double Left(int column) => column switch
    {
        0 => _plot.Width * Side, 1 => (_plot.Width - _em * NodeWidth) / 2,
        _ => _plot.Width * (1 - Side) - _em * NodeWidth,
    };

    private static Exact Sum(IEnumerable<FlowBand> streams) =>
        streams.Aggregate(Exact.Zero, (sum, stream) => sum + stream.Amount);

    /// <summary>From one place to another, level at both.</summary>
    private static Spot[] Curve(double x1, double y1, double x2, double y2) =>
        [.. Enumerable.Range(0, Bends + 1).Select(i => (double)i / Bends).Select(t =>
            new Spot(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t * t * (3 - 2 * t)))];
}
