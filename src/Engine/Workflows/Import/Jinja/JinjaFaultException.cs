namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>Something of Jinja2 that is not translated; becomes a diagnostic at its line and goes no further.</summary>
internal sealed class JinjaFaultException(int offset, string message) : Exception(message)
{
    /// <summary>Where in the template or expression, in characters from 0.</summary>
    public int Offset { get; } = offset;
}
