import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Says of each file how many rules of PDF/UA-1 were checked in it, and which of them it breaks how often. */
public class Verify {
  public static void main(String[] paths) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.byFlavourId("ua1");
    for (String path : paths) {
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(path), flavour);
          PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
        ValidationResult result = validator.validate(parser);
        Map<String, Integer> broken = new TreeMap<>();
        for (TestAssertion found : result.getTestAssertions()) {
          if (found.getStatus() == TestAssertion.Status.FAILED) {
            String rule = found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber();
            broken.merge(rule + " " + found.getMessage(), 1, Integer::sum);
          }
        }
        System.out.println(path + "\t" + result.isCompliant() + "\t" + result.getTotalAssertions() + "\t" + broken);
      }
    }
  }
}
