namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>Finds what each variable of a template or condition is used for.</summary>
internal sealed class JinjaUses(Action<JinjaExpression.Name, JinjaRole> note)
{
    private readonly List<string> loops = [];

    public void Visit(IReadOnlyList<JinjaNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case JinjaNode.Output output:
                    Visit(output.Value, JinjaRole.Printed);
                    break;
                case JinjaNode.If condition:
                    foreach (var (test, body) in condition.Branches)
                    {
                        Visit(test, JinjaRole.Tested);
                        Visit(body);
                    }

                    Visit(condition.Else);
                    break;
                case JinjaNode.For loop:
                    Visit(loop.List, JinjaRole.List);
                    loops.Add(loop.Variable);
                    Visit(loop.Body);
                    loops.RemoveAt(loops.Count - 1);
                    Visit(loop.Else);
                    break;
            }
        }
    }

    public void Visit(JinjaExpression expression, JinjaRole role)
    {
        switch (expression)
        {
            case JinjaExpression.Name name when loops.Contains(name.Path[0], StringComparer.Ordinal) || (loops.Count > 0 && name.Path[0] is "loop"):
                break;
            case JinjaExpression.Name name:
                note(name, role);
                break;
            case JinjaExpression.Filter { Filters: "default" } filter:
                Visit(filter.Value, JinjaRole.Optional);
                Visit(filter.Arguments[0], JinjaRole.Optional);
                break;
            case JinjaExpression.Filter { Filters: "join" } filter:
                Visit(filter.Value, JinjaRole.List);
                break;
            case JinjaExpression.Filter filter:
                Visit(filter.Value, filter.Filters is "length" ? JinjaRole.Optional : role | JinjaRole.Compared);
                break;
            case JinjaExpression.Not not:
                Visit(not.Operand, JinjaRole.Tested);
                break;
            case JinjaExpression.Logic logic:
                foreach (var operand in logic.Operands)
                {
                    Visit(operand, JinjaRole.Tested);
                }

                break;
            case JinjaExpression.Compare compare:
                Visit(compare.Left, Compared(compare.Right));
                Visit(compare.Right, Compared(compare.Left));
                break;
            case JinjaExpression.Defined defined:
                Visit(defined.Value, JinjaRole.Optional);
                break;
            case JinjaExpression.Items items:
                foreach (var value in items.Values)
                {
                    Visit(value, JinjaRole.Compared);
                }

                break;
        }
    }

    private static JinjaRole Compared(JinjaExpression other) => other switch
    {
        JinjaExpression.Literal { Value: long or double } => JinjaRole.Number,
        JinjaExpression.Literal { Value: bool } => JinjaRole.Tested,
        JinjaExpression.Literal { Value: null } => JinjaRole.Optional,
        _ => JinjaRole.Compared,
    };
}
