namespace Signalbox.Engine.Library.Templates;

/// <summary>Where a template is kept; a nearer one of the same name stands before a farther one (spec 3).</summary>
public enum TemplateScope
{
    /// <summary>In the repository: <c>.signalbox/templates</c>.</summary>
    Repository = 0,

    /// <summary>In the data directory: <c>templates</c>.</summary>
    Global = 1,

    /// <summary>Comes with Signalbox.</summary>
    BuiltIn = 2,
}
