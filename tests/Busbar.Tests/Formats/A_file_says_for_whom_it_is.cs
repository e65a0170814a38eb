using Busbar.Formats;

namespace Busbar.Tests.Formats;

public class A_file_says_for_whom_it_is
{
    [Theory]
    [InlineData("100,NEM12,202601010000,MDA1,Ret1\n", "Ret1")]
    [InlineData("100,NEM13,202601010000,MDA1,Ret1\n", "Ret1")]
    [InlineData("100,NEM12,202601010000,MDA1\n", null)]
    [InlineData("200,NMI1,E1,1,E1,N1,M1,kWh,30,\n", null)]
    [InlineData("ZHV|1|D0010002|D|UDMS|X|SLE |20260101000000||||OPER|\n", "SLE")]
    [InlineData("ZHV|1|D0036001|C|UDMS|X|SLE|20260101000000||||OPER|\n", "SLE")]
    [InlineData("HDR,ICPHH,10.0,MEEN,MEEN,SLER,02/01/2026,03:04:05,1,1,202601,E,I\n", "SLER")]
    [InlineData("connection,channel,start,value,unit,quality\n", null)]
    [InlineData("nothing\n", null)]
    public void Its_first_record_names_the_recipient(string text, string? recipient)
    {
        var names = new List<string?>();
        foreach (var file in MeterFile.Read(new MemoryStream(Files.Utf8(text)), "a")) names.Add(file.Recipient);
        Assert.Equal([recipient], names);
    }
}
