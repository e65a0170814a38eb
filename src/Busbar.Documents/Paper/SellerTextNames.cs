using Fluid;
using Fluid.Ast;

namespace Busbar.Documents.Paper;

/// <summary>What a text of the seller names, on whatever way through it: a way that no sample takes is taken by a bill
/// one day.</summary>
internal sealed class SellerTextNames : AstVisitor
{
    private readonly HashSet<string> _used = [], _assigned = [], _filters = [];

    /// <summary>The names whose values it asks for.</summary>
    public IReadOnlySet<string> Used => _used;

    /// <summary>The names that it gives a value itself.</summary>
    public IReadOnlySet<string> Assigned => _assigned;

    /// <summary>The filters that it uses.</summary>
    public IReadOnlySet<string> Filters => _filters;

    public static SellerTextNames Of(IFluidTemplate template)
    {
        var names = new SellerTextNames();
        names.VisitTemplate(template);
        return names;
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (memberExpression.Segments[0] is IdentifierSegment first) _used.Add(first.Identifier);
        return base.VisitMemberExpression(memberExpression);
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        _filters.Add(filterExpression.Name);
        return base.VisitFilterExpression(filterExpression);
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        _assigned.Add(assignStatement.Identifier);
        return base.VisitAssignStatement(assignStatement);
    }
}
