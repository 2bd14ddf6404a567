namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>What the variables of a template or condition are called here.</summary>
internal interface IJinjaNames
{
    /// <summary>Our name for a variable that no loop binds.</summary>
    /// <exception cref="JinjaFaultException">There is none.</exception>
    string Find(JinjaExpression.Name name);
}
